"""What a CloudFormation template creates, according to its conditions and intrinsic functions.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

from local.account import ACCOUNT

_NOTHING = object()
_VARIABLE = re.compile(r"\$\{([\w:.]+)\}")


class Created(Struct, frozen=True):
    """The properties of the created resources by logical ID, and the outputs by name."""

    resources: dict[str, Any]
    outputs: dict[str, Any]


def evaluated(
    template: Mapping[str, Any], values: Mapping[str, str], *, partition: str, region: str
) -> Created:
    """Evaluate a template with these values of its parameters.

    References to resources become logical IDs, and their attributes `ID.Attribute`.
    """
    pseudo = {
        "AWS::AccountId": ACCOUNT,
        "AWS::NoValue": _NOTHING,
        "AWS::Partition": partition,
        "AWS::Region": region,
        "AWS::URLSuffix": "amazonaws.com.cn" if partition == "aws-cn" else "amazonaws.com",
    }
    evaluation = _Evaluation({**pseudo, **values}, template.get("Conditions", {}))
    return Created(
        {key: each.get("Properties", {}) for key, each in evaluation.existing(template["Resources"]).items()},
        {key: each["Value"] for key, each in evaluation.existing(template.get("Outputs", {})).items()},
    )


class _Evaluation(Struct, frozen=True):
    values: Mapping[str, Any]
    conditions: Mapping[str, Any]

    def existing(self, section: Mapping[str, Any]) -> dict[str, Any]:
        """Return the evaluated resources or outputs whose condition is met."""
        return {
            name: self.value(each)
            for name, each in section.items()
            if "Condition" not in each or self.met(each["Condition"])
        }

    def met(self, condition: str) -> bool:
        """Return whether a named condition is met."""
        return bool(self.value(self.conditions[condition]))

    def value(self, expression: Any) -> Any:
        """Evaluate the intrinsic functions at any depth, and drop what is AWS::NoValue."""
        if isinstance(expression, list):
            return [each for each in map(self.value, expression) if each is not _NOTHING]
        if not isinstance(expression, dict):
            return expression
        for name, function in _FUNCTIONS.items():
            if expression.keys() == {name}:
                return function(self, expression[name])
        items = {key: self.value(each) for key, each in expression.items()}
        return {key: each for key, each in items.items() if each is not _NOTHING}


def _chosen(evaluation: _Evaluation, argument: list[Any]) -> Any:
    condition, then, otherwise = argument
    return evaluation.value(then if evaluation.met(condition) else otherwise)


def _equal(evaluation: _Evaluation, argument: list[Any]) -> bool:
    left, right = evaluation.value(argument)
    return bool(left == right)


def _joined(evaluation: _Evaluation, argument: list[Any]) -> str:
    separator, parts = argument
    return str(separator.join(evaluation.value(parts)))


def _selected(evaluation: _Evaluation, argument: list[Any]) -> Any:
    index, options = argument
    return evaluation.value(options)[int(index)]


def _split(evaluation: _Evaluation, argument: list[Any]) -> list[str]:
    separator, text = argument
    return list(evaluation.value(text).split(separator))


def _substituted(evaluation: _Evaluation, argument: Any) -> str:
    """Replace the variables of a text, except for references to resources, which stay by name."""
    text, names = argument if isinstance(argument, list) else (argument, {})
    values = {**evaluation.values, **evaluation.value(names)}
    return _VARIABLE.sub(lambda found: str(values.get(found[1], found[1])), text)


_FUNCTIONS: Mapping[str, Callable[[_Evaluation, Any], Any]] = {
    "Fn::And": lambda evaluation, argument: all(evaluation.value(argument)),
    "Fn::Equals": _equal,
    "Fn::GetAtt": lambda _, name: name if isinstance(name, str) else ".".join(name),
    "Fn::If": _chosen,
    "Fn::Join": _joined,
    "Fn::Not": lambda evaluation, argument: not evaluation.value(argument[0]),
    "Fn::Select": _selected,
    "Fn::Split": _split,
    "Fn::Sub": _substituted,
    "Ref": lambda evaluation, name: evaluation.values.get(name, name),
}
