"""`python -m ops token`: new tokens are valid until they are revoked."""

from collections.abc import Callable

import pytest

from chalicelib.access.tokens import TokenText
from ops.exit_codes import ExitCode
from ops.main import main
from tests.functional.conftest import OWNER, App

Run = Callable[..., str]


@pytest.fixture
def run(app: App, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command; return what it prints on standard output."""

    def run(*arguments: str, ends: ExitCode = ExitCode.OK) -> str:
        assert main(["token", *arguments], app.aws.environment) == ends
        return capsys.readouterr().out.strip()

    return run


def status(app: App, token: str, method: str = "GET") -> int:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    return app.call(method, "/images", b'{"filename": "cat.png"}', headers).status_code


def row_of(listing: str, token: str) -> str:
    parsed = TokenText.parse(token)
    assert parsed is not None
    return next(line for line in listing.splitlines() if line.startswith(parsed.id))


def test_only_the_token_is_printed_so_that_a_script_can_keep_it(app: App, run: Run) -> None:
    token = run("create", "--owner", "alice")
    assert TokenText.parse(token) is not None
    assert status(app, token) == 200


def test_its_scopes_are_those_that_were_asked_for(app: App, run: Run) -> None:
    token = run("create", "--owner", "alice", "--scopes", "read")
    assert (status(app, token), status(app, token, "POST")) == (200, 403)


def test_the_list_tells_all_but_the_secret(run: Run) -> None:
    token = run(
        "create", "--owner", "alice", "--expires", "12h", "--label", "her laptop", "--scopes", "write"
    )
    listing = run("list")
    row = row_of(listing, token)
    assert ("alice" in row, "write" in row, "her laptop" in row, "never" in row) == (True, True, True, False)
    assert token.rpartition("_")[2] not in listing


@pytest.mark.parametrize("by", ["id", "text"])
def test_a_token_is_taken_back_by_its_id_or_by_its_text(app: App, run: Run, by: str) -> None:
    token = run("create", "--owner", "alice")
    token_id = token.split("_")[1]
    assert run("revoke", token_id if by == "id" else token) == f"Revoked token {token_id}."
    assert status(app, token) == 401
    assert run("revoke", token_id, ends=ExitCode.FAILED) == ""


def test_without_an_owner_it_is_the_default_owners(run: Run) -> None:
    token = run("create")
    assert OWNER in row_of(run("list"), token)


def test_an_empty_owner_is_a_mistake_and_not_the_default_one(run: Run) -> None:
    assert run("create", "--owner", "", ends=ExitCode.FAILED) == ""
