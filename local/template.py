"""Reads the CloudFormation template, for what moto leaves undone of it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from moto.cloudformation.utils import yaml_tag_constructor


class _Loader(yaml.SafeLoader):
    """YAML with CloudFormation's short forms such as `!Ref`."""


_Loader.add_multi_constructor("", yaml_tag_constructor)


def resource_properties(template: Path) -> dict[str, Any]:
    """Return each resource's properties by logical id, parameters replaced by their defaults."""
    document = yaml.load(template.read_text("utf-8"), _Loader)  # noqa: S506 - a SafeLoader
    defaults = {name: parameter["Default"] for name, parameter in document["Parameters"].items()}
    return {
        name: _resolve(resource["Properties"], defaults) for name, resource in document["Resources"].items()
    }


def _resolve(value: object, defaults: Mapping[str, object]) -> object:
    """Replace references to parameters, however deep."""
    match value:
        case {"Ref": str(name)} if name in defaults:
            return defaults[name]
        case dict():
            return {key: _resolve(item, defaults) for key, item in value.items()}
        case list():
            return [_resolve(item, defaults) for item in value]
        case _:
            return value
