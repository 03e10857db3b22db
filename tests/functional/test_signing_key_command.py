"""`python -m ops signing-key` with SSM: a secret is printed once, and nowhere else."""

import json
from collections.abc import Callable

import pytest
from boto3.session import Session

from local.account import CREDENTIALS, REGION
from ops.exit_codes import ExitCode
from ops.main import main
from tests.functional.conftest import App

Run = Callable[..., tuple[str, str]]
PARAMETER = "/darkroom/commands/signing-keys"


@pytest.fixture
def run(app: App, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a function that runs the command and returns its standard output and standard error."""

    def run(*arguments: str, expected: ExitCode = ExitCode.OK) -> tuple[str, str]:
        assert (
            main(["signing-key", *arguments], app.aws.environment | {"SIGNING_KEYS": PARAMETER}) == expected
        )
        printed = capsys.readouterr()
        return printed.out.strip(), printed.err

    return run


def stored(app: App) -> tuple[str, dict[str, str]]:
    """Return the parameter's type, and the secrets by their ids."""
    url = app.aws.environment["AWS_ENDPOINT_URL"]
    client = Session(CREDENTIALS, CREDENTIALS, region_name=REGION).client("ssm", endpoint_url=url)
    found = client.get_parameter(Name=PARAMETER, WithDecryption=True)["Parameter"]
    keys = json.loads(found["Value"])["keys"]
    return found["Type"], {key["id"]: key["secret"] for key in keys}


def test_keys_are_added_listed_and_retired(app: App, run: Run) -> None:
    (first, note), (second, _) = run("add"), run("add")
    secrets = dict(line.split(":") for line in (second, first))
    assert stored(app) == ("SecureString", secrets)
    listing, _ = run("list")
    ids = [line.split()[0] for line in listing.splitlines()[1:]]
    assert ids == [line.split(":")[0] for line in (second, first)]
    assert "less than a day" in listing
    for secret in secrets.values():
        assert secret not in listing + note
    for key_id in ids:
        run("retire", key_id)
    assert stored(app) == ("SecureString", {})


def test_a_key_that_does_not_exist_is_an_error(run: Run) -> None:
    _, error = run("retire", "00000000", expected=ExitCode.FAILED)
    assert "There is no signing key 00000000" in error


def test_a_stage_without_the_setting_is_an_error(app: App, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["signing-key", "list"], app.aws.environment) == ExitCode.FAILED
    assert "SIGNING_KEYS is not set" in capsys.readouterr().err
