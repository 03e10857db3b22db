"""The names in the templates fit into AWS's limits, even for the longest stage and in nested stacks."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from local.template import document
from tests.unit.infra.templates import INFRA, LONGEST_STAGE, TEMPLATES, create

# The lowest limit, which rules and functions have: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html
MAX_CHARACTERS = 64
LONGEST_REGION = "ap-southeast-1"


def names(value: Any) -> Iterator[str]:
    """Yield the values of all properties that end with `Name`, at any depth."""
    if isinstance(value, dict):
        for key, each in value.items():
            if key.endswith("Name") and isinstance(each, str):
                yield each
            yield from names(each)
    if isinstance(value, list):
        for each in value:
            yield from names(each)


def explicit_names(template: str) -> set[str]:
    """Return the names that a template gives to resources, for the longest stage."""
    has_stage = "Stage" in document(INFRA / template).get("Parameters", {})
    parameters = {"Stage": LONGEST_STAGE} if has_stage else {}
    resources = create(template, region=LONGEST_REGION, **parameters).resources
    return {each for each in names(resources) if each.startswith(("darkroom-", "/"))}


def test_all_explicit_names_are_found() -> None:
    found = {path.stem: explicit_names(path.name) for path in TEMPLATES}
    stage = f"darkroom-{LONGEST_STAGE}"
    assert {template: each for template, each in found.items() if each} == {
        "budget": {f"{stage}-{LONGEST_REGION}"},
        "cdn": {f"{stage}-{LONGEST_REGION}"},
        "events": {f"{stage}-events"},
        "operations": {f"{stage}-{LONGEST_REGION}"},
        "workflow": {stage, f"{stage}-lost-executions", f"/aws/vendedlogs/states/{stage}"},
    }


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_names_are_not_too_long(template: Path) -> None:
    assert not [each for each in explicit_names(template.name) if len(each) > MAX_CHARACTERS]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_names_do_not_depend_on_the_stack_s_name(template: Path) -> None:
    # the names of nested stacks are long and end with random characters
    assert "AWS::StackName" not in template.read_text("utf-8")
