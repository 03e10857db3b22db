"""The guides for CloudFormation, Terraform and the CDK name parameters and outputs that exist."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from local.process import ROOT
from ops.templates.documents import interface, self_contained
from ops.templates.root import root_template

GUIDES = ROOT / "docs" / "howto"
# `Stage` in text, Stage=prod in a command, `Stage = "prod"` in HCL and `Stage: "prod"` in TypeScript
NAMES = {
    "cloudformation.md": re.compile(r"`([A-Z][a-z]\w+)(?:=[^`]*)?`|\b([A-Z][a-z]\w+)=(?!=)"),
    "terraform.md": re.compile(r'^ +([A-Z]\w+) += |outputs\["(\w+)"\]', re.MULTILINE),
    "cdk.md": re.compile(r'^ +([A-Z]\w+): |getOutput\("(\w+)"\)', re.MULTILINE),
}


@pytest.fixture(scope="module")
def existing(template: dict[str, Any]) -> set[str]:
    """The parameters and outputs of the templates that the guides launch."""
    files = {path.name: self_contained(path) for path in sorted((ROOT / "infra").glob("*.yaml"))}
    root = yaml.safe_load(root_template({**files, "app.json": json.dumps(template)}, "1.2.3"))
    found = {*root["Parameters"], *root["Outputs"]}
    for name in ("artifacts.yaml", "cdn.yaml"):
        launched = interface(files[name])
        found |= {*launched.parameters, *launched.outputs}
    return found


def named(guide: str) -> Iterator[str]:
    text = (GUIDES / guide).read_text("utf-8")
    return ("".join(groups) for groups in NAMES[guide].findall(text))


@pytest.mark.parametrize("guide", NAMES)
def test_the_guide_names_only_parameters_and_outputs_that_exist(guide: str, existing: set[str]) -> None:
    names = set(named(guide))
    assert {"Stage", "EndpointURL"} <= names
    assert names <= existing
