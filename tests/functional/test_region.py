"""The region of `python -m ops` comes from the same variables as that of the AWS CLI."""

import os
import subprocess
import sys

import pytest

from local.account import REGION
from local.process import ROOT
from tests.conftest import Aws

ELSEWHERE = "eu-central-1"


def list_tokens(aws: Aws, **regions: str) -> "subprocess.CompletedProcess[str]":
    """List the tokens in the table, which exists in one region only."""
    names = ("AWS_REGION", "AWS_DEFAULT_REGION")
    own = {name: value for name, value in aws.environment.items() if name not in names}
    return subprocess.run(
        [sys.executable, "-m", "ops", "token", "list"],
        cwd=ROOT,
        env={**os.environ, **own, **regions},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    "regions",
    [
        {"AWS_REGION": REGION},
        {"AWS_DEFAULT_REGION": REGION},
        {"AWS_REGION": REGION, "AWS_DEFAULT_REGION": ELSEWHERE},
        {"AWS_REGION": "", "AWS_DEFAULT_REGION": REGION},
    ],
    ids=["AWS_REGION", "AWS_DEFAULT_REGION", "AWS_REGION first", "empty AWS_REGION"],
)
def test_the_region_is_that_of_the_environment(aws: Aws, regions: dict[str, str]) -> None:
    ended = list_tokens(aws, **regions)
    assert ended.returncode == 0, ended.stderr


@pytest.mark.parametrize("other", [{}, {"AWS_DEFAULT_REGION": REGION}], ids=["alone", "first"])
def test_another_region_has_no_such_table(aws: Aws, other: dict[str, str]) -> None:
    ended = list_tokens(aws, AWS_REGION=ELSEWHERE, **other)
    assert ended.returncode == 1
    assert "The table does not exist." in ended.stderr


def test_without_a_region_the_error_names_the_variables(aws: Aws) -> None:
    ended = list_tokens(aws)
    assert ended.returncode == 1
    assert ended.stderr.startswith("No AWS region is set. Set AWS_REGION or AWS_DEFAULT_REGION.")
