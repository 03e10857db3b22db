"""Reads resources and parameter defaults from CloudFormation templates."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from local.moto_cloudformation import yaml_tag_constructor


class _Loader(yaml.SafeLoader):
    """Loads YAML with CloudFormation's short forms such as `!Ref`."""


_Loader.add_multi_constructor("", yaml_tag_constructor)


def document(template: Path) -> dict[str, Any]:
    """Return a template with the long forms of functions, such as `Fn::Sub`."""
    return parsed(template.read_text("utf-8"))


def parsed(template: str) -> dict[str, Any]:
    """Return a template in YAML with the long forms of functions, such as `Fn::Sub`."""
    read: dict[str, Any] = yaml.load(template, _Loader)  # noqa: S506 - a SafeLoader
    return read


def resource_properties(template: Path) -> dict[str, Any]:
    """Return each resource's properties by logical ID, with parameters replaced by their defaults.

    Conditions are assumed not to be met. What exists only if one is met is left out of lists.
    """
    read = document(template)
    parameters = read["Parameters"].items()
    defaults = {name: _default(parameter) for name, parameter in parameters if "Default" in parameter}
    return {name: _resolve(resource["Properties"], defaults) for name, resource in read["Resources"].items()}


def parameter_default(template: Path, parameter: str) -> str:
    """Return the default value of a parameter."""
    default: str = document(template)["Parameters"][parameter]["Default"]
    return default


def _default(parameter: Mapping[str, Any]) -> object:
    default = parameter["Default"]
    return default.split(",") if parameter["Type"] == "CommaDelimitedList" else default


def _resolve(value: object, defaults: Mapping[str, object]) -> object:
    """Replace references to parameters at any depth."""
    match value:
        case {"Ref": str(name)} if name in defaults:
            return defaults[name]
        case {"Fn::If": [_, {"Ref": "AWS::NoValue"}, otherwise]}:
            return _resolve(otherwise, defaults)
        case dict():
            return {key: _resolve(item, defaults) for key, item in value.items()}
        case list():
            return [_resolve(item, defaults) for item in value if not _is_optional(item)]
        case _:
            return value


def _is_optional(item: object) -> bool:
    match item:
        case {"Fn::If": [_, _, {"Ref": "AWS::NoValue"}]}:
            return True
    return False
