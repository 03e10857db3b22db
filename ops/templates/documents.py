"""The templates in infra/ as CloudFormation takes them, and what they expect and return."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from msgspec import Struct

from ops.templates.edge_function import around_policy
from ops.templates.intrinsics import Json

_DEFINITION = re.compile(r"^( *)DefinitionS3Location: (\S+)$", re.MULTILINE)
_FUNCTION = re.compile(r"^( *)FunctionCode: (\S+\.js)$", re.MULTILINE)
_POLICY = {"Ref": "OnDemandPolicy"}


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


class Interface(Struct, frozen=True, kw_only=True):
    """The parameters of a template by name, and the conditions of its outputs, None for those without."""

    parameters: Mapping[str, Json]
    outputs: Mapping[str, str | None]


def self_contained(template: Path) -> str:
    """Return a template with what is in other files in place of their names."""

    def definition(match: re.Match[str]) -> str:
        document = json.loads((template.parent / match[2]).read_bytes())
        # A JSON string is a YAML string.
        return f"{match[1]}DefinitionString: {json.dumps(json.dumps(document))}"

    def function(match: re.Match[str]) -> str:
        before, after = around_policy((template.parent / match[2]).read_text("utf-8"))
        return f"{match[1]}FunctionCode: {json.dumps({'Fn::Join': ['', [before, _POLICY, after]]})}"

    return _FUNCTION.sub(function, _DEFINITION.sub(definition, template.read_text("utf-8")))


def interface(template: str) -> Interface:
    """Return what a template in YAML or JSON expects and returns."""
    document = parsed(template)
    outputs = document.get("Outputs", {})
    return Interface(
        parameters=document.get("Parameters", {}),
        outputs={name: each.get("Condition") for name, each in outputs.items()},
    )


def parsed(template: str) -> Json:
    """Return a template in YAML or JSON with the long forms of functions, such as `Fn::Sub`."""
    # JSON is YAML, but takes far longer to parse as such.
    is_json = template.startswith("{")
    document: Json = json.loads(template) if is_json else yaml.load(template, _Loader)  # noqa: S506 - a SafeLoader
    return document
