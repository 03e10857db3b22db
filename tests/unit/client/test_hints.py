"""Error messages for the most likely mistakes: what went wrong and what to do."""

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
from darkroom.image import Image

from tests.unit.client import payloads
from tests.unit.client.fake_service import FakeService

Capture = pytest.CaptureFixture[str]


def error_output(capsys: Capture, *arguments: str) -> str:
    assert main(list(arguments)) != 0
    return " ".join(capsys.readouterr().err.split())


def test_explains_that_the_service_is_not_running(unused_port: int, capsys: Capture) -> None:
    message = error_output(capsys, "list", "--url", f"http://127.0.0.1:{unused_port}")
    assert "Is the service running? Set its URL with --url or DARKROOM_URL." in message
    assert "run `make dev`" in message


def test_suggests_make_dev_only_for_a_local_service() -> None:
    refused = explain(InvalidResponse("https://api.test has no such path."), Options(url="https://api.test"))
    assert "make dev" not in refused


@pytest.mark.parametrize(
    ("options", "hint"), [([], "Pass a token with"), (["--token", "wrong"], "Pass a different token with")]
)
def test_explains_a_missing_or_wrong_token(
    configured_service: FakeService, capsys: Capture, options: list[str], hint: str
) -> None:
    configured_service.token = "t0ken"  # noqa: S105 - the fake service's

    message = error_output(capsys, "list", *options)
    assert hint in message
    assert "DARKROOM_TOKEN. For the service that `make dev` starts, run `. .local/env`." in message


@pytest.mark.usefixtures("configured_service")
def test_explains_a_missing_file(capsys: Capture) -> None:
    assert "gone.jpg: No such file or directory. Check the path." in error_output(
        capsys, "upload", "gone.jpg"
    )


@pytest.mark.usefixtures("configured_service")
def test_explains_a_folder_without_images(tmp_path: Path, capsys: Capture) -> None:
    assert error_output(capsys, "upload", str(tmp_path)).endswith("contains no images.")


@pytest.mark.usefixtures("configured_service")
def test_explains_a_glob_pattern_without_matches(tmp_path: Path, capsys: Capture) -> None:
    assert error_output(capsys, "upload", f"{tmp_path}/*.jpg").endswith(f"No files match {tmp_path}/*.jpg.")


@pytest.mark.usefixtures("configured_service")
def test_explains_an_empty_file(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "a.jpg").touch()
    assert error_output(capsys, "upload", f"{tmp_path}/a.jpg").endswith("a.jpg is empty.")


@pytest.mark.usefixtures("configured_service")
def test_explains_an_unknown_id(capsys: Capture) -> None:
    assert "Run `darkroom list` to see the image IDs." in error_output(capsys, "get", "nobody")


def test_explains_an_existing_file(
    configured_service: FakeService, image_file: Path, tmp_path: Path, capsys: Capture
) -> None:
    command = ["upload", str(image_file), "--out", str(tmp_path / "out")]
    assert main(command) == 0
    assert "Use --overwrite to replace it." in error_output(capsys, *command)
    assert len(configured_service.uploads) == 2


def test_explains_that_out_is_not_a_folder(
    configured_service: FakeService, image_file: Path, capsys: Capture
) -> None:
    message = error_output(capsys, "upload", str(image_file), "--out", str(image_file))
    assert (
        "--out must be a folder. The image is on the service; to save its variants, run: darkroom download"
        in message
    )
    assert len(configured_service.uploads) == 1


def test_explains_a_url_without_a_scheme(capsys: Capture) -> None:
    assert "Use a URL such as https://host/api" in error_output(capsys, "list", "--url", "example.com")


@pytest.mark.parametrize(
    ("error", "hint"),
    [
        (InvalidRequestError(413, "size_too_large", "It is"), "MAX_UPLOAD_BYTES"),
        (UploadError(400, "EntityTooLarge", "Your upload exceeds"), "MAX_UPLOAD_BYTES"),
        (InvalidRequestError(400, "unknown_preset", "There is no preset x"), "`darkroom presets`"),
        (UploadError(403, "RequestTimeTooSkewed", "Too large a difference"), "Set this computer's clock"),
        (UploadFormExpired(403, "AccessDenied", "Policy expired"), "Check this computer's clock"),
        (InvalidResponse("https://x has no such path. The base URL may be wrong."), "ends with the stage"),
        (NotFoundError(404, "route_not_found", "No such path."), "Check --url or DARKROOM_URL."),
        (NotFoundError(404, "http_404", "The service returned HTTP 404."), "Check --url or DARKROOM_URL."),
        (UnavailableError(429, "too_many_requests", "Slow down", retry_after=90.0), "in 90 seconds"),
        (PermissionError(13, "Permission denied", "a.jpg"), "`ls -l`"),
        (InvalidRequestError(415, "unsupported_content_type", "It is"), "--content-type"),
    ],
)
def test_adds_a_hint_to_known_errors(error: Exception, hint: str) -> None:
    assert hint in explain(error, Options(url="https://api.test", token=None))


def test_adds_no_full_stop_after_a_question() -> None:
    error = ConnectionFailed("Could not connect securely to https://api.test. Is its certificate valid?")
    assert "valid? Is the service" in explain(error, Options(url="https://api.test"))


def test_adds_no_hint_to_other_errors() -> None:
    error = NotFoundError(404, "odd", "Nothing here")
    assert explain(error, Options(url="https://api.test", token=None)) == "Nothing here"


def test_leaves_the_advice_about_a_failed_image_to_the_service() -> None:
    error = {"code": "too_complex", "detail": "The PNG has too many chunks; save it again"}
    failed = ImageFailed(msgspec.convert(payloads.image(status="failed", error=error), Image))
    assert explain(failed, Options(url="https://api.test", token=None)) == str(failed)


def test_suggests_a_different_token_if_one_was_rejected() -> None:
    error = UnauthorizedError(401, "unauthorized", "No")
    message = explain(error, Options(url="https://api.test", token="t"))  # noqa: S106 - a stand-in
    assert message == "No. Pass a different token with --token or DARKROOM_TOKEN."
