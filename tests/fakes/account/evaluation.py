"""Evaluates CloudFormation templates: conditions, and the functions in properties and outputs."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

ACCOUNT = "123456789012"
REGION = "eu-central-1"
_PSEUDO = {
    "AWS::AccountId": ACCOUNT,
    "AWS::Partition": "aws",
    "AWS::Region": REGION,
    "AWS::URLSuffix": "amazonaws.com",
}
_NOTHING = object()
_REFERENCE = re.compile(r"\$\{([^!}]+)\}")


@dataclass(frozen=True)
class Resource:
    """A resource of a stack. `id` is its physical ID, which is what `Ref` returns."""

    name: str
    kind: str
    id: str
    properties: dict[str, Any]
    retained: bool


@dataclass(frozen=True)
class Evaluated:
    """What a template means with its parameters."""

    resources: dict[str, Resource]
    outputs: dict[str, str]


@dataclass(frozen=True)
class Evaluation:
    """Evaluates one template. `new_id` gets the logical name, type and given name of a resource."""

    template: Mapping[str, Any]
    parameters: Mapping[str, str]
    ids: dict[str, str]
    new_id: Callable[[str, str, str], str]

    def evaluate(self) -> Evaluated:
        wanted = {name: each for name, each in self.template["Resources"].items() if self._exists(each)}
        for name, each in wanted.items():
            if name not in self.ids:
                self.ids[name] = self.new_id(name, each["Type"], self._given_name(each))
        resources = {name: self._resource(name, each) for name, each in wanted.items()}
        outputs = {
            name: str(self.value(each["Value"]))
            for name, each in self.template.get("Outputs", {}).items()
            if self._exists(each)
        }
        return Evaluated(resources, outputs)

    def value(self, expression: Any) -> Any:
        match expression:
            case {"Ref": name}:
                return self._reference(name)
            case {"Fn::GetAtt": [name, attribute]}:
                return attribute_of(self.ids[name], self.template["Resources"][name]["Type"], attribute)
            case {"Fn::Sub": [text, dict(variables)]}:
                values = {name: str(self.value(each)) for name, each in variables.items()}
                return self._substituted(text, values)
            case {"Fn::Sub": str(text)}:
                return self._substituted(text, {})
            case {"Fn::If": [condition, then, otherwise]}:
                return self.value(then if self._conditions[condition] else otherwise)
            case {"Fn::Select": [index, items]}:
                return self.value(items)[int(index)]
            case {"Fn::Split": [separator, text]}:
                return self.value(text).split(separator)
            case dict():
                values = {key: self.value(each) for key, each in expression.items()}
                return {key: each for key, each in values.items() if each is not _NOTHING}
            case list():
                return [each for each in map(self.value, expression) if each is not _NOTHING]
        return expression

    @cached_property
    def _conditions(self) -> dict[str, bool]:
        return {name: self._holds(each) for name, each in self.template.get("Conditions", {}).items()}

    def _holds(self, condition: Any) -> bool:
        match condition:
            case {"Fn::Not": [inner]}:
                return not self._holds(inner)
            case {"Fn::Equals": [left, right]}:
                return bool(self.value(left) == self.value(right))
        raise TypeError(f"unknown condition: {condition}")

    def _exists(self, described: Mapping[str, Any]) -> bool:
        return "Condition" not in described or self._conditions[described["Condition"]]

    def _given_name(self, described: Mapping[str, Any]) -> str:
        properties = described.get("Properties", {})
        names = (properties.get(key) for key in ("FunctionName", "StateMachineName", "Name", "LogGroupName"))
        return str(self.value(next(filter(None, names), "")))

    def _resource(self, name: str, described: Mapping[str, Any]) -> Resource:
        return Resource(
            name=name,
            kind=described["Type"],
            id=self.ids[name],
            properties=self.value(described.get("Properties", {})),
            retained="DeletionPolicy" in described,
        )

    def _reference(self, name: str) -> Any:
        if name == "AWS::NoValue":
            return _NOTHING
        if name in self.parameters:
            is_list = self.template["Parameters"][name]["Type"] == "CommaDelimitedList"
            return self.parameters[name].split(",") if is_list else self.parameters[name]
        return _PSEUDO.get(name) or self.ids[name]

    def _substituted(self, text: str, values: Mapping[str, str]) -> str:
        return _REFERENCE.sub(lambda match: values.get(match[1]) or self._in_text(match[1]), text)

    def _in_text(self, name: str) -> str:
        resource, dot, attribute = name.partition(".")
        return str(self.value({"Fn::GetAtt": [resource, attribute]} if dot else {"Ref": name}))


def attribute_of(resource: str, kind: str, attribute: str) -> str:
    """Return an attribute of a resource with this physical ID."""
    name = resource.rpartition("/")[2].rpartition(":")[2]
    if attribute != "Arn":
        return f"{name}.cloudfront.net".lower() if attribute == "DomainName" else name
    if resource.startswith("arn:"):
        return resource
    return {
        "AWS::IAM::Role": f"arn:aws:iam::{ACCOUNT}:role/{name}",
        "AWS::Lambda::Function": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{name}",
        "AWS::S3::Bucket": f"arn:aws:s3:::{name}",
    }.get(kind, f"arn:aws:{kind.split('::')[1].lower()}:{REGION}:{ACCOUNT}:{name}")
