"""Count the resources of a CloudFormation template that exist with given parameters."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from msgspec import Struct

Json = dict[str, Any]

OPERATIONS = Path(__file__).parents[2] / "infra" / "operations.yaml"


class _Loader(yaml.SafeLoader):
    """Loads YAML with CloudFormation's short forms such as `!Ref`."""


def _intrinsic(loader: _Loader, name: str, node: yaml.Node) -> Json:
    match node:
        case yaml.ScalarNode():
            value: Any = loader.construct_scalar(node)
        case yaml.SequenceNode():
            value = loader.construct_sequence(node, deep=True)
        case yaml.MappingNode():
            value = loader.construct_mapping(node, deep=True)
    return {name if name in {"Ref", "Condition"} else f"Fn::{name}": value}


_Loader.add_multi_constructor("!", _intrinsic)


def count_resources(template: Path, parameters: Mapping[str, str]) -> Counter[str]:
    """Count the resources by type. Parameters that are not given have their defaults.

    Raises ValueError for a condition that uses something other than Condition, Equals, Not, And and Or.
    """
    document = yaml.load(template.read_text("utf-8"), _Loader)  # noqa: S506 - a SafeLoader
    declared = document["Parameters"].items()
    defaults = {name: str(each["Default"]) for name, each in declared if "Default" in each}
    conditions = _Conditions(document["Conditions"], {**defaults, **parameters})
    return Counter(
        resource["Type"]
        for resource in document["Resources"].values()
        if "Condition" not in resource or conditions.hold({"Condition": resource["Condition"]})
    )


class _Conditions(Struct, frozen=True):
    """The conditions of a template by name, and the values of its parameters."""

    defined: Mapping[str, Json]
    values: Mapping[str, str]

    def hold(self, condition: Json) -> bool:
        ((function, argument),) = condition.items()
        match function:
            case "Condition":
                holds = self.hold(self.defined[argument])
            case "Fn::Equals":
                first, second = map(self._value, argument)
                holds = first == second
            case "Fn::Not":
                holds = not self.hold(argument[0])
            case "Fn::And":
                holds = all(map(self.hold, argument))
            case "Fn::Or":
                holds = any(map(self.hold, argument))
            case _:
                raise ValueError(f"cannot evaluate {function} in a condition")
        return holds

    def _value(self, operand: str | Json) -> str:
        return self.values[operand["Ref"]] if isinstance(operand, dict) else operand
