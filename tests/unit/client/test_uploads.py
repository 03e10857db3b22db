import hashlib
from pathlib import Path

import psutil
import pytest
from darkroom import Client, UnusableFile, UploadError, UploadFormExpired

from tests.unit.client import payloads
from tests.unit.client.clocks import FakeClock
from tests.unit.client.fake_service import FakeService
from tests.unit.client.payloads import FORM_URL, URL
from tests.unit.client.web import Web

MEGABYTE = 1 << 20
EXPIRED = payloads.s3_error("AccessDenied", "Invalid according to Policy: Policy expired.")


def test_sends_the_file_after_all_form_fields(
    live_client: Client, live_service: FakeService, image_file: Path
) -> None:
    live_client.upload(image_file)

    fields = [(name, value.encode()) for name, value in payloads.form()["fields"].items()]
    assert live_service.uploads[0].parts() == [*fields, ("file", b"meow")]
    assert live_service.uploads[0].headers["X-Form"] == "set"


def test_sends_the_content_length(live_client: Client, live_service: FakeService, image_file: Path) -> None:
    live_client.upload(image_file)

    upload = live_service.uploads[0]
    assert upload.length == len(upload.content)
    assert "Transfer-Encoding" not in upload.headers


def test_streams_a_large_file(live_client: Client, live_service: FakeService, tmp_path: Path) -> None:
    large = tmp_path / "large.tif"
    with large.open("wb") as file:
        file.truncate(80 * MEGABYTE)
    process, resident = psutil.Process(), []

    live_client.upload(large, progress=lambda _sent, _total: resident.append(process.memory_info().rss))

    assert max(resident) - resident[0] < 16 * MEGABYTE
    assert live_service.uploads[0].length > 80 * MEGABYTE


def test_reports_progress_in_bytes_of_the_file(
    live_client: Client, live_service: FakeService, tmp_path: Path
) -> None:
    path = tmp_path / "three-chunks.png"
    path.write_bytes(bytes(150_000))
    seen: list[tuple[int, int]] = []

    live_client.upload(path, progress=lambda sent, total: seen.append((sent, total)))

    assert seen == [(65_536, 150_000), (131_072, 150_000), (150_000, 150_000)]
    assert len(live_service.uploads) == 1


def test_a_retry_sends_the_whole_file_again(
    live_client: Client, live_service: FakeService, image_file: Path
) -> None:
    live_service.bucket_statuses = [503, 201]

    live_client.upload(image_file)

    assert [upload.parts()[-1] for upload in live_service.uploads] == [("file", b"meow")] * 2


def test_sends_the_exact_bytes_of_the_file(
    live_client: Client, live_service: FakeService, tmp_path: Path
) -> None:
    content = bytes(range(256)) * 1000
    (tmp_path / "odd.jpg").write_bytes(content)

    live_client.upload(tmp_path / "odd.jpg")

    sent = live_service.uploads[0].parts()[-1][1]
    assert hashlib.sha256(sent).digest() == hashlib.sha256(content).digest()


def test_upload_error_contains_the_s3_error(client: Client, web: Web, image_file: Path) -> None:
    web.post(f"{URL}/images", status=201, json=payloads.created())
    web.post(FORM_URL, status=400, body=payloads.s3_error("EntityTooLarge", "Over &quot;4&quot;"))

    with pytest.raises(UploadError) as caught:
        client.upload(image_file)
    error = caught.value
    assert (error.status, error.code, error.detail) == (400, "EntityTooLarge", 'Over "4"')


def test_upload_error_without_an_s3_error_contains_the_status(
    client: Client, web: Web, image_file: Path
) -> None:
    web.post(f"{URL}/images", status=201, json=payloads.created())
    web.post(FORM_URL, status=403, body="no")

    with pytest.raises(UploadError, match="HTTP status 403"):
        client.upload(image_file)


def test_replaces_an_expired_form(client: Client, web: Web, image_file: Path) -> None:
    web.post(f"{URL}/images", status=201, json=payloads.created("old"))
    web.post(FORM_URL, status=403, body=EXPIRED)
    web.delete(f"{URL}/images/old", status=204)
    web.post(f"{URL}/images", status=201, json=payloads.created("new"))
    web.post(FORM_URL, status=204)
    web.get(payloads.status_url("new"), json=payloads.image("new"))

    assert client.upload(image_file).id == "new"


def test_raises_if_the_second_form_expires_too(client: Client, web: Web, image_file: Path) -> None:
    web.post(f"{URL}/images", status=201, json=payloads.created("old"))
    web.post(FORM_URL, status=403, body=EXPIRED)
    web.delete(f"{URL}/images/old", status=204)
    web.post(f"{URL}/images", status=201, json=payloads.created("new"))
    web.post(FORM_URL, status=403, body=EXPIRED)

    with pytest.raises(UploadFormExpired):
        client.upload(image_file)


def test_creation_omits_unset_options(client: Client, web: Web, image_file: Path) -> None:
    stated = {"filename": "cat.jpg", "size": 4}
    web.post(f"{URL}/images", status=201, json=payloads.created(), sends=stated)
    web.post(FORM_URL, status=201)
    web.get(f"{URL}/images/id1", json=payloads.image(status="processing"))

    assert client.upload(image_file, wait=False).status == "processing"


def test_creation_includes_the_given_options(client: Client, web: Web, image_file: Path) -> None:
    options = {"filename": "dog.png", "size": 4, "content_type": "image/png", "variants": ["small"]}
    web.post(f"{URL}/images", status=201, json=payloads.created(), sends=options)
    web.post(FORM_URL, status=201)
    web.get(payloads.status_url(), json=payloads.image())

    assert client.upload(image_file, ["small"], filename="dog.png", content_type="image/png").id == "id1"


def test_does_not_retry_a_file_that_shrinks_during_the_upload(
    live_client: Client, live_service: FakeService, clock: FakeClock, tmp_path: Path
) -> None:
    path = tmp_path / "shrinking.png"
    path.write_bytes(bytes(2_000_000))

    def cut_short(_sent: int, _total: int) -> None:
        path.write_bytes(b"")

    with pytest.raises(UnusableFile, match="shrank"):
        live_client.upload(path, progress=cut_short)
    assert (live_service.uploads, clock.pauses) == ([], [])
