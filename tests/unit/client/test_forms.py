import hashlib
from pathlib import Path

import psutil
import pytest
from darkroom import Client, UnusableFile, UploadError, UploadFormExpired
from responses import RequestsMock, matchers

from tests.unit.client import documents
from tests.unit.client.clocks import FakeClock
from tests.unit.client.documents import FORM_URL, URL
from tests.unit.client.service import Service

MEGABYTE = 1 << 20
EXPIRED = documents.s3_error("AccessDenied", "Invalid according to Policy: Policy expired.")


def created(image_id: str = "id1") -> dict[str, object]:
    return documents.image(image_id, "pending") | {"upload": documents.form()}


def test_the_file_follows_all_fields_of_the_form(
    live_client: Client, live_service: Service, picture: Path
) -> None:
    live_client.upload(picture)

    fields = [(name, value.encode()) for name, value in documents.form()["fields"].items()]
    assert live_service.uploads[0].parts() == [*fields, ("file", b"meow")]
    assert live_service.uploads[0].headers["X-Form"] == "says so"


def test_the_length_is_announced(live_client: Client, live_service: Service, picture: Path) -> None:
    live_client.upload(picture)

    upload = live_service.uploads[0]
    assert upload.length == len(upload.content)
    assert "Transfer-Encoding" not in upload.headers


def test_a_large_file_takes_no_memory_to_speak_of(
    live_client: Client, live_service: Service, tmp_path: Path
) -> None:
    large = tmp_path / "large.tif"
    with large.open("wb") as file:
        file.truncate(256 * MEGABYTE)
    process, resident = psutil.Process(), []

    live_client.upload(large, progress=lambda _sent, _total: resident.append(process.memory_info().rss))

    assert max(resident) - resident[0] < 16 * MEGABYTE
    assert live_service.uploads[0].length > 256 * MEGABYTE


def test_progress_counts_the_bytes_of_the_file(
    live_client: Client, live_service: Service, tmp_path: Path
) -> None:
    path = tmp_path / "three-chunks.png"
    path.write_bytes(bytes(150_000))
    seen: list[tuple[int, int]] = []

    live_client.upload(path, progress=lambda sent, total: seen.append((sent, total)))

    assert seen == [(65_536, 150_000), (131_072, 150_000), (150_000, 150_000)]
    assert len(live_service.uploads) == 1


def test_a_busy_storage_gets_the_whole_file_again(
    live_client: Client, live_service: Service, picture: Path
) -> None:
    live_service.bucket_answers = [503, 201]

    live_client.upload(picture)

    assert [upload.parts()[-1] for upload in live_service.uploads] == [("file", b"meow")] * 2


def test_what_is_sent_is_what_lies_on_disk(
    live_client: Client, live_service: Service, tmp_path: Path
) -> None:
    content = bytes(range(256)) * 1000
    (tmp_path / "odd.jpg").write_bytes(content)

    live_client.upload(tmp_path / "odd.jpg")

    sent = live_service.uploads[0].parts()[-1][1]
    assert hashlib.sha256(sent).digest() == hashlib.sha256(content).digest()


def test_a_refusal_is_told_in_the_words_of_s3(client: Client, web: RequestsMock, picture: Path) -> None:
    web.post(f"{URL}/images", status=201, json=created())
    web.post(FORM_URL, status=400, body=documents.s3_error("EntityTooLarge", "Over &quot;4&quot;"))

    with pytest.raises(UploadError) as caught:
        client.upload(picture)
    error = caught.value
    assert (error.status, error.code, error.detail) == (400, "EntityTooLarge", 'Over "4"')


def test_a_refusal_without_a_reason_is_told_by_its_status(
    client: Client, web: RequestsMock, picture: Path
) -> None:
    web.post(f"{URL}/images", status=201, json=created())
    web.post(FORM_URL, status=403, body="no")

    with pytest.raises(UploadError, match="HTTP status 403"):
        client.upload(picture)


def test_an_expired_form_is_replaced_by_a_new_one(client: Client, web: RequestsMock, picture: Path) -> None:
    web.post(f"{URL}/images", status=201, json=created("old"))
    web.post(FORM_URL, status=403, body=EXPIRED)
    web.delete(f"{URL}/images/old", status=204)
    web.post(f"{URL}/images", status=201, json=created("new"))
    web.post(FORM_URL, status=204)
    web.get(f"{URL}/images/new", json=documents.image("new"))

    assert client.upload(picture).id == "new"


def test_a_second_expired_form_is_an_error(client: Client, web: RequestsMock, picture: Path) -> None:
    web.post(f"{URL}/images", status=201, json=created("old"))
    web.post(FORM_URL, status=403, body=EXPIRED)
    web.delete(f"{URL}/images/old", status=204)
    web.post(f"{URL}/images", status=201, json=created("new"))
    web.post(FORM_URL, status=403, body=EXPIRED)

    with pytest.raises(UploadFormExpired):
        client.upload(picture)


def test_the_creation_says_only_what_is_known(client: Client, web: RequestsMock, picture: Path) -> None:
    stated = {"filename": "cat.jpg", "size": 4}
    web.post(f"{URL}/images", status=201, json=created(), match=[matchers.json_params_matcher(stated)])
    web.post(FORM_URL, status=201)
    web.get(f"{URL}/images/id1", json=documents.image(status="processing"))

    assert client.upload(picture, wait=False).status == "processing"


def test_the_creation_says_what_the_caller_wishes(client: Client, web: RequestsMock, picture: Path) -> None:
    wishes = {"filename": "dog.png", "size": 4, "content_type": "image/png", "variants": ["small"]}
    web.post(f"{URL}/images", status=201, json=created(), match=[matchers.json_params_matcher(wishes)])
    web.post(FORM_URL, status=201)
    web.get(f"{URL}/images/id1", json=documents.image())

    assert client.upload(picture, ["small"], filename="dog.png", content_type="image/png").id == "id1"


def test_a_file_that_shrinks_on_the_way_is_not_sent_again(
    live_client: Client, live_service: Service, clock: FakeClock, tmp_path: Path
) -> None:
    path = tmp_path / "shrinking.png"
    path.write_bytes(bytes(200_000))

    def cut_short(_sent: int, _total: int) -> None:
        path.write_bytes(b"")

    with pytest.raises(UnusableFile, match="shorter"):
        live_client.upload(path, progress=cut_short)
    assert (live_service.uploads, clock.pauses) == ([], [])
