"""The exit codes in the documentation are those of the command."""

import re
from pathlib import Path

import pytest
from darkroom.cli import main
from darkroom.cli.exit_codes import EXIT_CODES, ExitCode, exit_code_for
from darkroom.errors import (
    ConnectionFailed,
    DarkroomError,
    DownloadError,
    InvalidRequestError,
    InvalidResponse,
    MissingVariant,
    NotFoundError,
    UnauthorizedError,
    UnavailableError,
    UnusableFile,
    UploadError,
    UploadFormExpired,
)

from tests.unit.client.fake_service import FakeService

DOCS = Path(__file__).parents[3] / "docs" / "reference" / "cli.md"
Capture = pytest.CaptureFixture[str]


def test_the_documentation_and_the_help_list_all_codes() -> None:
    codes = [str(code.value) for code in ExitCode]
    assert re.findall(r"^\| (\d+) \|", DOCS.read_text("utf-8"), re.MULTILINE) == codes
    assert re.findall(r"^  (\d+) ", EXIT_CODES, re.MULTILINE) == codes


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (FileNotFoundError(2, "No such file", "a.jpg"), 1),
        (UnusableFile("a.jpg is empty."), 1),
        (ConnectionFailed("Could not connect."), 3),
        (InvalidResponse("Not Darkroom."), 3),
        (UnavailableError(503, "unavailable", "Try again later."), 3),
        (UploadError(503, "SlowDown", "Reduce your rate"), 3),
        (DownloadError("HTTP 500", 500), 3),
        (DownloadError("Wrong size", 200), 3),
        (UnauthorizedError(401, "unauthorized", "No."), 4),
        (NotFoundError(404, "image_not_found", "No such image."), 4),
        (InvalidRequestError(413, "size_too_large", "Too large."), 4),
        (UploadError(400, "EntityTooLarge", "Too large"), 4),
        (UploadFormExpired(403, "AccessDenied", "Policy expired"), 4),
        (DownloadError("HTTP 404", 404), 4),
        (MissingVariant("No variant."), 4),
    ],
)
def test_each_error_has_the_documented_code(error: DarkroomError | OSError, code: int) -> None:
    assert exit_code_for(error) == code


@pytest.mark.parametrize(
    ("outcomes", "code"),
    [
        ({"a": "ready", "b": "ready"}, 0),
        ({"a": "ready", "b": "failed"}, 1),
        ({"a": "ready", "b": "refused"}, 4),
        ({"a": "refused", "b": "failed", "c": "ready"}, 4),
        ({"a": "processing", "b": "refused", "c": "failed", "d": "ready"}, 5),
    ],
)
def test_a_folder_ends_with_the_highest_code_of_its_files(
    configured_service: FakeService, tmp_path: Path, outcomes: dict[str, str], code: int, capsys: Capture
) -> None:
    for name, outcome in outcomes.items():
        (tmp_path / f"{name}.jpg").write_bytes(b"meow")
        configured_service.outcomes[f"{name}.jpg"] = outcome

    assert main(["upload", "--timeout", "0", str(tmp_path)]) == code

    printed = capsys.readouterr()
    ready = [name for name, outcome in outcomes.items() if outcome == "ready"]
    assert printed.out.count("  ready  ") == len(ready)
    assert printed.err.count("darkroom: ") == len(outcomes) - len(ready)
