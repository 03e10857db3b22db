"""The region of `python -m ops` comes from the same variables as that of the AWS CLI."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator

import boto3
import pytest

from local.account import REGION
from local.process import ROOT
from ops.main import apply_aws_region, main
from tests.conftest import Aws

ELSEWHERE = "eu-central-1"
NAMES = ("AWS_REGION", "AWS_DEFAULT_REGION")
# The table of tokens exists in one region only.
LIST_TOKENS = ("token", "list")

Run = Callable[[dict[str, str]], int]


def environment(aws: Aws, regions: dict[str, str]) -> dict[str, str]:
    own = {name: value for name, value in aws.environment.items() if name not in NAMES}
    return {**own, **regions}


@pytest.fixture
def run(aws: Aws, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """A function that runs the command with these variables as `python -m ops` does."""

    def run(regions: dict[str, str]) -> int:
        variables = environment(aws, regions)
        apply_aws_region(variables)
        for name in NAMES:
            monkeypatch.delenv(name, raising=False)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        boto3.setup_default_session()
        return main(LIST_TOKENS, variables)

    yield run
    boto3.setup_default_session()


@pytest.mark.parametrize(
    "regions",
    [
        {"AWS_REGION": REGION},
        {"AWS_DEFAULT_REGION": REGION},
        {"AWS_REGION": "", "AWS_DEFAULT_REGION": REGION},
    ],
    ids=["AWS_REGION", "AWS_DEFAULT_REGION", "empty AWS_REGION"],
)
def test_the_region_is_that_of_the_environment(run: Run, regions: dict[str, str]) -> None:
    assert run(regions) == 0


def test_a_process_prefers_aws_region(aws: Aws) -> None:
    regions = {"AWS_REGION": REGION, "AWS_DEFAULT_REGION": ELSEWHERE}
    ended = subprocess.run(
        [sys.executable, "-m", "ops", *LIST_TOKENS],
        cwd=ROOT,
        env=os.environ | environment(aws, regions),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr


@pytest.mark.parametrize("other", [{}, {"AWS_DEFAULT_REGION": REGION}], ids=["alone", "first"])
def test_another_region_has_no_such_table(
    run: Run, capsys: pytest.CaptureFixture[str], other: dict[str, str]
) -> None:
    assert run({"AWS_REGION": ELSEWHERE, **other}) == 1
    assert "The table does not exist." in capsys.readouterr().err


def test_without_a_region_the_error_names_the_variables(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run({}) == 1
    error = capsys.readouterr().err
    assert error.startswith("No AWS region is set. Set AWS_REGION or AWS_DEFAULT_REGION.")
