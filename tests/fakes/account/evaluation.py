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

    def add_ids(self) -> None:
        """Give an ID to each resource that has none."""
        for name, each in self._wanted.items():
            if name not in self.ids:
                self.ids[name] = self.new_id(name, each["Type"], self._given_name(each))

    def evaluate(self) -> Evaluated:
        """Evaluate the template. All resources must have IDs."""
        resources = {name: self._resource(name, each) for name, each in self._wanted.items()}
        outputs = {
            name: str(self.value(each["Value"]))
            for name, each in self.template.get("Outputs", {}).items()
            if self._exists(each)
        }
        return Evaluated(resources, outputs)

    def value(self, expression: Any) -> Any:
        """Return the value of an expression, at any depth."""
        if isinstance(expression, list):
            return [each for each in map(self.value, expression) if each is not _NOTHING]
        if not isinstance(expression, dict):
            return expression
        if len(expression) == 1:
            ((name, argument),) = expression.items()
            if function := self._functions.get(name):
                return function(argument)
        values = {key: self.value(each) for key, each in expression.items()}
        return {key: each for key, each in values.items() if each is not _NOTHING}

    @cached_property
    def _wanted(self) -> dict[str, Any]:
        return {name: each for name, each in self.template["Resources"].items() if self._exists(each)}

    @cached_property
    def _functions(self) -> dict[str, Callable[[Any], Any]]:
        return {
            "Ref": self._reference,
            "Fn::GetAtt": self._attribute,
            "Fn::Sub": self._substituted,
            "Fn::If": lambda of: self.value(of[1] if self._conditions[of[0]] else of[2]),
            "Fn::Select": lambda of: self.value(of[1])[int(of[0])],
            "Fn::Split": lambda of: self.value(of[1]).split(of[0]),
        }

    @cached_property
    def _conditions(self) -> dict[str, bool]:
        return {name: self._holds(each) for name, each in self.template.get("Conditions", {}).items()}

    def _holds(self, condition: Any) -> bool:
        match condition:
            case {"Fn::Not": [inner]}:
                return not self._holds(inner)
            case {"Fn::And": parts}:
                return all(map(self._holds, parts))
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

    def _attribute(self, path: list[str]) -> str:
        name, attribute = path
        return attribute_of(self.ids[name], self.template["Resources"][name]["Type"], attribute)

    def _substituted(self, given: Any) -> str:
        text, variables = (given, {}) if isinstance(given, str) else given

        def replace(match: re.Match[str]) -> str:
            name = match[1]
            if name in variables:
                return str(self.value(variables[name]))
            return str(self._attribute(name.split(".")) if "." in name else self._reference(name))

        return _REFERENCE.sub(replace, text)


def attribute_of(resource: str, kind: str, attribute: str) -> str:
    """Return an attribute of a resource with this physical ID."""
    name = resource.rpartition("/")[2].rpartition(":")[2]
    if attribute != "Arn":
        return f"{name}.cloudfront.net".lower() if attribute == "DomainName" else name
    if resource.startswith("arn:"):
        return resource
    return {
        "AWS::CloudFront::KeyValueStore": f"arn:aws:cloudfront::{ACCOUNT}:key-value-store/{name}",
        "AWS::IAM::Role": f"arn:aws:iam::{ACCOUNT}:role/{name}",
        "AWS::Lambda::Function": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{name}",
        "AWS::S3::Bucket": f"arn:aws:s3:::{name}",
    }.get(kind, f"arn:aws:{kind.split('::')[1].lower()}:{REGION}:{ACCOUNT}:{name}")
