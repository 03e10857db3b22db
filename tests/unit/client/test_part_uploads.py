"""Files of more than 50 MB, which are sent in parts."""

import hashlib
import threading
from pathlib import Path

import pytest
from darkroom import Client, InvalidRequestError, UnusableFile, UploadError, UploadFormExpired, part_uploads

from tests.unit.client.clocks import FakeClock
from tests.unit.client.fake_multipart import EXPIRED, REFUSED, SLOW_DOWN, STORED
from tests.unit.client.fake_service import FakeService

PART = 240_000
SIZE = 1_000_001
NUMBERS = [1, 2, 3, 4, 5]


def sparse(path: Path, size: int, part: int) -> Path:
    """Create a sparse file in which the first bytes of each part differ."""
    with path.open("wb") as file:
        file.truncate(size)
        for number in range(5):
            file.seek(number * part)
            file.write(f"part {number}".encode())
    return path


@pytest.fixture
def large_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of 1 MB that counts as a large one, since 50 MB in every test would take long."""
    monkeypatch.setattr(part_uploads, "THRESHOLD_BYTES", SIZE - 1)
    return sparse(tmp_path / "large.tif", SIZE, PART)


@pytest.fixture
def service(live_service: FakeService) -> FakeService:
    live_service.multipart.part_size = PART
    return live_service


def hashes(file: Path, part: int = PART) -> dict[int, str]:
    content = file.read_bytes()
    starts = range(0, len(content), part)
    return {
        number: hashlib.sha256(content[start : start + part]).hexdigest()
        for number, start in enumerate(starts, start=1)
    }


def test_a_large_file_is_sent_in_parts(live_client: Client, service: FakeService, tmp_path: Path) -> None:
    service.multipart.part_size = 12_000_000
    large_file = sparse(tmp_path / "large.tif", part_uploads.THRESHOLD_BYTES + 1, 12_000_000)

    image = live_client.upload(large_file)

    assert image.status == "ready"
    assert service.multipart.stored[image.id] == hashes(large_file, 12_000_000)
    assert sorted(service.multipart.sent) == NUMBERS
    assert service.uploads == []


def test_a_service_without_parts_gets_the_file_with_a_form(
    live_client: Client, live_service: FakeService, large_file: Path
) -> None:
    assert live_client.upload(large_file).status == "ready"
    assert len(live_service.uploads) == 1
    assert live_service.requested[0]["multipart"] is True


def test_a_smaller_file_is_not_sent_in_parts(
    live_client: Client, service: FakeService, image_file: Path
) -> None:
    live_client.upload(image_file)

    assert "multipart" not in service.requested[0]


def test_each_part_is_retried_by_itself(
    live_client: Client, service: FakeService, large_file: Path, clock: FakeClock
) -> None:
    answers = {2: [SLOW_DOWN], 5: [SLOW_DOWN, SLOW_DOWN]}
    service.multipart.answer = lambda number, _: answers[number].pop() if answers.get(number) else STORED

    assert live_client.upload(large_file).status == "ready"

    assert sorted(service.multipart.sent) == [1, 2, 2, 3, 4, 5, 5, 5]
    assert len(clock.pauses) == 3


def test_parts_whose_urls_have_expired_get_new_ones(
    live_client: Client, service: FakeService, large_file: Path
) -> None:
    service.multipart.answer = lambda number, version: EXPIRED if version == 1 and number > 2 else STORED

    assert live_client.upload(large_file).status == "ready"
    assert service.multipart.version == 2
    assert service.multipart.sent.count(1) == service.multipart.sent.count(2) == 1


def test_urls_that_expire_at_once_are_an_error(
    live_client: Client, service: FakeService, large_file: Path
) -> None:
    service.multipart.answer = lambda _number, _version: EXPIRED

    with pytest.raises(UploadFormExpired):
        live_client.upload(large_file)


def test_a_part_that_is_refused_ends_the_upload(
    live_client: Client, service: FakeService, large_file: Path
) -> None:
    service.multipart.answer = lambda number, _: REFUSED if number == 1 else STORED

    with pytest.raises(UploadError) as caught:
        live_client.upload(large_file)
    assert caught.value.code == "SignatureDoesNotMatch"


def test_several_parts_are_sent_at_a_time_up_to_a_limit(
    live_client: Client, service: FakeService, large_file: Path
) -> None:
    service.multipart.part_size = 106_000  # ten parts
    together = threading.Barrier(part_uploads.PARALLEL)
    service.multipart.arrival = lambda number: together.wait(30) if number <= part_uploads.PARALLEL else None

    assert live_client.upload(large_file).status == "ready"
    assert service.multipart.most == part_uploads.PARALLEL


def test_progress_covers_all_parts(live_client: Client, service: FakeService, large_file: Path) -> None:
    seen: list[tuple[int, int]] = []

    live_client.upload(large_file, progress=lambda sent, total: seen.append((sent, total)))

    assert len(service.multipart.sent) == 5
    assert seen[-1] == (SIZE, SIZE)
    assert [sent for sent, _ in seen] == sorted(sent for sent, _ in seen)


class Interrupted(Exception):
    """Somebody has pulled the plug."""


def test_an_interrupted_upload_is_resumed(
    live_client: Client, service: FakeService, large_file: Path
) -> None:
    created: list[str] = []

    def progress(_sent: int, _total: int) -> None:
        if len(service.multipart.sent) >= 2:
            raise Interrupted

    with pytest.raises(Interrupted):
        live_client.upload(large_file, progress=progress, on_created=created.append)
    stored = dict(service.multipart.stored[created[0]])
    service.multipart.sent.clear()

    image = live_client.resume_upload(created[0], large_file)

    assert (image.id, image.status) == (created[0], "ready")
    assert service.multipart.stored[image.id] == hashes(large_file)
    assert sorted([*stored, *service.multipart.sent]) == NUMBERS


def test_progress_of_a_resumed_upload_includes_what_is_stored(
    live_client: Client, service: FakeService, large_file: Path
) -> None:
    image = live_client.create_upload(filename="large.tif", size=SIZE, multipart=True)
    service.multipart.stored[image.id] = {1: hashes(large_file)[1], 2: hashes(large_file)[2]}
    seen: list[int] = []

    live_client.resume_upload(image.id, large_file, progress=lambda sent, _total: seen.append(sent))

    assert min(seen) > 2 * PART
    assert max(seen) == SIZE


def test_another_file_is_not_sent_to_an_upload(
    live_client: Client, service: FakeService, image_file: Path
) -> None:
    upload = live_client.create_upload(filename="large.tif", size=SIZE, multipart=True)

    with pytest.raises(UnusableFile, match=rf"cat\.jpg has 4 bytes, but its upload is for {SIZE} bytes"):
        live_client.resume_upload(upload.id, image_file)
    assert service.multipart.sent == []


def test_an_upload_that_has_ended_cannot_be_resumed(live_client: Client, image_file: Path) -> None:
    upload = live_client.create_upload(filename="cat.jpg", size=4)

    with pytest.raises(InvalidRequestError) as caught:
        live_client.resume_upload(upload.id, image_file)
    assert caught.value.code == "no_multipart_upload"
