"""The code of the CloudFront function and its policy fit into the function."""

import json
import re

import pytest

from chalicelib.domain.presets import Presets
from chalicelib.models import OnDemandPolicy, VariantSpec
from local.template import document
from ops.templates.edge_code import MAX_BYTES, around_policy, policy_of, with_policy
from tests.unit.infra.templates import INFRA

SOURCE = (INFRA / "edge.js").read_text("utf-8")


def test_the_longest_policy_fits_into_the_function() -> None:
    longest = document(INFRA / "cdn.yaml")["Parameters"]["OnDemandPolicy"]["MaxLength"]
    assert len(with_policy(SOURCE, "x" * longest).encode()) <= MAX_BYTES


def test_the_code_that_is_deployed_has_no_comments_and_no_indentation() -> None:
    text = "".join(around_policy(SOURCE))
    assert not re.search(r"^(\s|//)", text, re.MULTILINE)
    assert "\nasync function handler(event) {\n" in text


def test_the_code_has_one_policy() -> None:
    with pytest.raises(ValueError, match="not enough values"):
        around_policy("const POLICIES = {};\n")


def test_the_policy_has_what_anyone_may_request() -> None:
    hero = VariantSpec(name="hero", width=100, formats=("avif", "jpeg"), when="on_demand")
    small = VariantSpec(name="small", width=100)
    policy = OnDemandPolicy(widths=(320, 640), ratios=("source", "1:1"))
    presets = Presets(presets=(hero, small), default=("small",), on_demand=policy)
    assert json.loads(policy_of(presets)) == {
        "widths": [320, 640],
        "ratios": ["source", "1:1"],
        "formats": ["avif", "webp", "jpeg"],
        "qualities": [80],
        "positions": ["attention"],
        "presets": {"hero": ["avif", "jpeg"]},
    }


def test_presets_on_demand_need_no_policy_of_sizes() -> None:
    hero = VariantSpec(name="hero", width=100, format="webp", when="on_demand")
    policy = json.loads(policy_of(Presets(presets=(hero,), default=())))
    assert (policy["widths"], policy["presets"]) == ([], {"hero": ["webp"]})


def test_without_anything_on_demand_there_is_no_policy() -> None:
    assert policy_of(Presets(presets=(VariantSpec(name="small", width=100),), default=("small",))) == ""
