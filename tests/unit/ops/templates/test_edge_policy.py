"""The policy that `ops deploy` gives the CDN's function: what the presets file allows, and nothing else."""

import json
from typing import Any

import pytest

from chalicelib.domain.presets import Presets
from chalicelib.errors import ConfigurationError
from ops.deployment.tools import PROJECT
from ops.templates.documents import interface
from ops.templates.edge_function import MAX_LENGTH, check_length, edge_policy

SMALL = {"name": "small", "width": 100}


def presets(*specs: dict[str, Any], **more: Any) -> Presets:
    content = {"presets": [SMALL, *specs], "default": ["small"], **more}
    return Presets.from_json(json.dumps(content).encode())


def lazy(name: str, *formats: str) -> dict[str, Any]:
    return {"name": name, "width": 100, "formats": formats, "when": "on_demand"}


def test_without_variants_on_demand_there_is_no_policy() -> None:
    assert edge_policy(presets()) == ""


def test_the_policy_has_no_spaces_and_all_defaults() -> None:
    assert edge_policy(presets(on_demand={"widths": [160, 320], "ratios": ["source", "16:9"]})) == (
        '{"widths":[160,320],"ratios":["source","16:9"],"formats":["avif","webp","jpeg"],"qualities":[80],'
        '"positions":["attention"],"presets":{}}'
    )


def test_presets_on_demand_are_listed_with_their_formats() -> None:
    policy = json.loads(edge_policy(presets(lazy("banner", "webp", "jpeg"), lazy("logo", "png"))))
    assert policy["presets"] == {"banner": ["webp", "jpeg"], "logo": ["png"]}
    assert policy["widths"] == []


def test_most_policies_are_short_enough() -> None:
    check_length(edge_policy(presets(on_demand={"widths": [160, 320], "ratios": ["source", "16:9"]})))


def test_a_policy_that_is_too_long_is_an_error_before_anything_is_deployed() -> None:
    many = [lazy(f"{'long-name-' * 5}{number}", "webp") for number in range(50)]
    with pytest.raises(ConfigurationError, match=r"take 3,\d+ characters of 2,600"):
        check_length(edge_policy(presets(*many)))


def test_the_template_accepts_the_longest_policy() -> None:
    declared = interface((PROJECT / "infra" / "cdn.yaml").read_text("utf-8")).parameters["OnDemandPolicy"]
    assert declared["MaxLength"] == MAX_LENGTH
