"""`python -m ops token`: tokens are valid once created, and invalid once revoked."""

from collections.abc import Callable

import pytest

from chalicelib.access.tokens import TokenText
from ops.exit_codes import ExitCode
from ops.main import main
from tests.functional.conftest import OWNER, App

Run = Callable[..., str]


@pytest.fixture
def run(app: App, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a function that runs the command and returns its standard output."""

    def run(*arguments: str, expected: ExitCode = ExitCode.OK) -> str:
        assert main(["token", *arguments], app.aws.environment) == expected
        return capsys.readouterr().out.strip()

    return run


def status(app: App, token: str, method: str = "GET") -> int:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    return app.call(method, "/images", b'{"filename": "cat.png"}', headers).status_code


def row_of(listing: str, token: str) -> str:
    parsed = TokenText.parse(token)
    assert parsed is not None
    return next(line for line in listing.splitlines() if line.startswith(parsed.id))


def test_standard_output_is_only_the_token(app: App, run: Run) -> None:
    token = run("create", "--owner", "alice")
    assert TokenText.parse(token) is not None
    assert status(app, token) == 200


def test_the_token_has_the_requested_scopes(app: App, run: Run) -> None:
    token = run("create", "--owner", "alice", "--scopes", "read")
    assert (status(app, token), status(app, token, "POST")) == (200, 403)


def test_the_list_shows_everything_except_the_secret(run: Run) -> None:
    token = run(
        "create", "--owner", "alice", "--expires", "12h", "--label", "her laptop", "--scopes", "write"
    )
    listing = run("list")
    row = row_of(listing, token)
    assert ("alice" in row, "write" in row, "her laptop" in row, "never" in row) == (True, True, True, False)
    assert token.rpartition("_")[2] not in listing


@pytest.mark.parametrize("given", ["id", "text"])
def test_a_token_can_be_revoked_by_its_id_or_text(app: App, run: Run, given: str) -> None:
    token = run("create", "--owner", "alice")
    token_id = token.split("_")[1]
    assert run("revoke", token_id if given == "id" else token) == f"Revoked token {token_id}."
    assert status(app, token) == 401
    assert run("revoke", token_id, expected=ExitCode.FAILED) == ""


def test_the_owner_defaults_to_the_default_owner(run: Run) -> None:
    token = run("create")
    assert OWNER in row_of(run("list"), token)


def test_an_empty_owner_is_an_error(run: Run) -> None:
    assert run("create", "--owner", "", expected=ExitCode.FAILED) == ""
