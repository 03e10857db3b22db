"""The most likely mistakes: each is told in one sentence with what to do about it."""

from pathlib import Path

import msgspec
import pytest
from darkroom.cli import main
from darkroom.cli.hints import explain
from darkroom.cli.options import Options
from darkroom.errors import (
    ConnectionFailed,
    ImageFailed,
    InvalidRequestError,
    InvalidResponse,
    NotFoundError,
    UnauthorizedError,
    UnavailableError,
    UploadError,
    UploadFormExpired,
)
from darkroom.models import Image

from tests.unit.client import documents
from tests.unit.client.service import Service

Capture = pytest.CaptureFixture[str]


def told(capsys: Capture, *arguments: str) -> str:
    assert main(list(arguments)) != 0
    return " ".join(capsys.readouterr().err.split())


def test_the_service_is_not_running(unused_port: int, capsys: Capture) -> None:
    complaint = told(capsys, "list", "--url", f"http://127.0.0.1:{unused_port}")
    assert "cannot connect. Is the service running? --url or DARKROOM_URL says where" in complaint
    assert "`make dev` starts one here" in complaint


def test_nobody_is_told_to_start_a_service_elsewhere() -> None:
    refused = explain(InvalidResponse("https://api.test knows no such path"), Options(url="https://api.test"))
    assert "make dev" not in refused


@pytest.mark.parametrize(
    ("options", "hint"), [([], "A token comes by"), (["--token", "wrong"], "Another token comes by")]
)
def test_the_token_is_missing_or_wrong(
    at_service: Service, capsys: Capture, options: list[str], hint: str
) -> None:
    at_service.token = "t0ken"  # noqa: S105 - the fake service's

    complaint = told(capsys, "list", *options)
    assert hint in complaint
    assert "DARKROOM_TOKEN; for the one of `make dev` type `. .local/env`" in complaint


@pytest.mark.usefixtures("at_service")
def test_there_is_no_such_file(capsys: Capture) -> None:
    assert "gone.jpg: No such file or directory. Is the path right?" in told(capsys, "upload", "gone.jpg")


@pytest.mark.usefixtures("at_service")
def test_a_folder_has_no_pictures(tmp_path: Path, capsys: Capture) -> None:
    assert told(capsys, "upload", str(tmp_path)).endswith("no pictures in this folder")


@pytest.mark.usefixtures("at_service")
def test_a_glob_matches_nothing(tmp_path: Path, capsys: Capture) -> None:
    assert told(capsys, "upload", f"{tmp_path}/*.jpg").endswith("no file matches")


@pytest.mark.usefixtures("at_service")
def test_a_file_is_empty(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "a.jpg").touch()
    assert told(capsys, "upload", f"{tmp_path}/a.jpg").endswith("a.jpg is empty")


@pytest.mark.usefixtures("at_service")
def test_an_id_is_not_known(capsys: Capture) -> None:
    assert "`darkroom list` shows the ids" in told(capsys, "get", "nobody")


def test_a_file_is_there_already(at_service: Service, picture: Path, tmp_path: Path, capsys: Capture) -> None:
    command = ["upload", str(picture), "--out", str(tmp_path / "out")]
    assert main(command) == 0
    assert "--overwrite replaces it" in told(capsys, *command)
    assert len(at_service.uploads) == 2


def test_the_folder_for_the_variants_is_a_file(at_service: Service, picture: Path, capsys: Capture) -> None:
    complaint = told(capsys, "upload", str(picture), "--out", str(picture))
    assert "--out wants a folder. The picture is there: darkroom download" in complaint
    assert len(at_service.uploads) == 1


def test_the_address_has_no_scheme(capsys: Capture) -> None:
    assert "it looks like https://host/api" in told(capsys, "list", "--url", "example.com")


def failed(code: str) -> ImageFailed:
    error = {"code": code, "detail": "It is so"}
    return ImageFailed(msgspec.convert(documents.image(status="failed", error=error), Image))


@pytest.mark.parametrize(
    ("error", "hint"),
    [
        (InvalidRequestError(413, "size_too_large", "It is"), "MAX_UPLOAD_BYTES"),
        (UploadError(400, "EntityTooLarge", "Your upload exceeds"), "MAX_UPLOAD_BYTES"),
        (failed("too_many_pixels"), "MAX_PIXELS"),
        (InvalidRequestError(400, "unknown_preset", "There is no preset x"), "`darkroom presets`"),
        (UploadError(403, "RequestTimeTooSkewed", "Too large a difference"), "Set the clock"),
        (UploadFormExpired(403, "AccessDenied", "Policy expired"), "clock right"),
        (InvalidResponse("https://x knows no such path; is the base URL right?"), "ends with its stage"),
        (NotFoundError(404, "route_not_found", "There is no such path"), "Is --url or DARKROOM_URL right?"),
        (NotFoundError(404, "http_404", "The service answered 404"), "Is --url or DARKROOM_URL right?"),
        (UnavailableError(429, "too_many_requests", "Slow down", retry_after=90.0), "in 90 seconds"),
        (PermissionError(13, "Permission denied", "a.jpg"), "`ls -l`"),
        (InvalidRequestError(415, "unsupported_content_type", "It is"), "--content-type"),
    ],
)
def test_what_the_service_refuses_is_explained(error: Exception, hint: str) -> None:
    assert hint in explain(error, Options(url="https://api.test", token=None))


def test_a_question_gets_no_full_stop() -> None:
    error = ConnectionFailed("https://api.test: is its certificate valid?")
    assert "valid? Is the service" in explain(error, Options(url="https://api.test"))


def test_what_nobody_can_help_is_told_as_it_is() -> None:
    error = NotFoundError(404, "odd", "Nothing here")
    assert explain(error, Options(url="https://api.test", token=None)) == "Nothing here"


def test_a_token_that_was_refused_is_told_from_one_that_is_missing() -> None:
    error = UnauthorizedError(401, "unauthorized", "No")
    told = explain(error, Options(url="https://api.test", token="t"))  # noqa: S106 - a stand-in
    assert told == "No. Another token comes by --token or DARKROOM_TOKEN."
