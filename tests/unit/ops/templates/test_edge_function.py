"""The code of the CloudFront function and its policy fit into the function."""

import re

import pytest

from local.template import document
from ops.templates.edge_function import MAX_BYTES, around_policy
from tests.unit.infra.templates import INFRA

SOURCE = (INFRA / "edge.js").read_text("utf-8")


def test_the_longest_policy_fits_into_the_function() -> None:
    longest = document(INFRA / "cdn.yaml")["Parameters"]["OnDemandPolicy"]["MaxLength"]
    assert len(("x" * longest).join(around_policy(SOURCE)).encode()) <= MAX_BYTES


def test_the_code_that_is_deployed_has_no_comments_and_no_indentation() -> None:
    text = "".join(around_policy(SOURCE))
    assert not re.search(r"^(\s|//)", text, re.MULTILINE)
    assert "\nasync function handler(event) {\n" in text


def test_the_code_has_one_policy() -> None:
    with pytest.raises(ValueError, match="not enough values"):
        around_policy("const POLICIES = {};\n")
