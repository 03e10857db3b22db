"""Parses CloudFormation templates, and checks the parameters that they are given."""

import functools
import json
import re
from collections.abc import Mapping
from typing import Any

import yaml

from tests.fakes.account.errors import validation_error

_SHORT = frozenset({"Ref", "Condition"})


class _Loader(yaml.SafeLoader):
    """Loads CloudFormation's short forms, such as `!Ref`."""


def _construct(loader: yaml.SafeLoader, name: str, node: yaml.Node) -> dict[str, Any]:
    value: Any
    if isinstance(node, yaml.ScalarNode):
        text = str(loader.construct_scalar(node))
        value = text.split(".", 1) if name == "GetAtt" else text
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        raise TypeError(f"!{name} with a mapping")
    return {name if name in _SHORT else f"Fn::{name}": value}


_Loader.add_multi_constructor("!", _construct)


@functools.cache
def parse(text: str) -> dict[str, Any]:
    """Parse a template in JSON or YAML. The result is shared, so it must not be changed."""
    parsed: dict[str, Any] = (
        json.loads(text) if text.startswith("{") else yaml.load(text, _Loader)  # noqa: S506 - a SafeLoader
    )
    return parsed


def complete_parameters(template: Mapping[str, Any], given: Mapping[str, str]) -> dict[str, str]:
    """Check the given parameters as CloudFormation does, and add the defaults."""
    declared = template.get("Parameters", {})
    if unknown := sorted(given.keys() - declared.keys()):
        raise validation_error(f"Parameters: {unknown} do not exist in the template")
    if missing := [name for name, each in declared.items() if name not in given and "Default" not in each]:
        raise validation_error(f"Parameters: {missing} must have values")
    values = {name: str(given.get(name, each.get("Default"))) for name, each in declared.items()}
    for name, value in values.items():
        _check(name, value, declared[name])
    return values


def _check(name: str, value: str, declared: Mapping[str, Any]) -> None:
    allowed, pattern = declared.get("AllowedValues"), declared.get("AllowedPattern")
    problem = (
        (allowed and value not in map(str, allowed))
        or (pattern and not re.fullmatch(pattern, value))
        or (declared["Type"] == "Number" and not _is_in_range(value, declared))
    )
    if problem:
        raise validation_error(f"Parameter {name} failed to satisfy constraint: {value!r}")


def _is_in_range(value: str, declared: Mapping[str, Any]) -> bool:
    if not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", value):
        return False
    return bool(declared.get("MinValue", 0) <= float(value) <= declared.get("MaxValue", float("inf")))
