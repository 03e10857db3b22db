"""The templates in infra/ as CloudFormation takes them, and what they expect and return."""

import json
import re
from collections.abc import Mapping
from functools import partial
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
    """Loads YAML without resolving CloudFormation's short forms, such as `!Ref`, which become None."""


_Loader.add_multi_constructor("!", lambda *_: None)


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
    # JSON is YAML, but takes far longer to parse as such.
    load = json.loads if template.startswith("{") else partial(yaml.load, Loader=_Loader)
    document: dict[str, Any] = load(template)
    outputs = document.get("Outputs", {})
    return Interface(
        parameters=document.get("Parameters", {}),
        outputs={name: each.get("Condition") for name, each in outputs.items()},
    )
