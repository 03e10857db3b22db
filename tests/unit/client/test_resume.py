import json
from pathlib import Path

import pytest
from darkroom.cli import main
from darkroom.cli.manifest import Manifest
from darkroom.part_uploads import THRESHOLD_BYTES

from tests.unit.client.fake_multipart import REFUSED, STORED
from tests.unit.client.fake_service import RENDERED, FakeService

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def resumed(path: Path, *options: str) -> int:
    return main(["upload", "--resume", "--json", *options, str(path)])


def outcomes(capsys: Capture) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_skips_a_finished_file(configured_service: FakeService, image_file: Path, capsys: Capture) -> None:
    assert (resumed(image_file), resumed(image_file)) == (0, 0)

    assert len(configured_service.uploads) == 1
    first, second = outcomes(capsys)
    assert (first["skipped"], second["skipped"], second["image"]) == (None, "id1", None)


def test_prints_skipped_files_as_text(
    configured_service: FakeService, image_file: Path, capsys: Capture
) -> None:
    resumed(image_file)
    capsys.readouterr()

    assert main(["upload", "--resume", str(image_file)]) == 0
    assert capsys.readouterr().out == f"{image_file}  already done  id1\n"
    assert len(configured_service.uploads) == 1


@pytest.mark.parametrize("options", [["--variants", "small"], ["--url", "{url}/"]])
def test_uploads_again_for_other_variants_or_another_service(
    configured_service: FakeService, image_file: Path, options: list[str]
) -> None:
    resumed(image_file)

    assert resumed(image_file, *(option.format(url=configured_service.url) for option in options)) == 0
    assert len(configured_service.uploads) == 2


def test_uploads_a_changed_file_again(configured_service: FakeService, image_file: Path) -> None:
    resumed(image_file)
    image_file.write_bytes(b"purr, purr")

    assert resumed(image_file) == 0
    assert len(configured_service.uploads) == 2


def test_resumes_waiting_for_an_uploaded_image(
    configured_service: FakeService, image_file: Path, tmp_path: Path, capsys: Capture
) -> None:
    configured_service.outcome = "processing"
    assert resumed(image_file, "--timeout", "0", "--out", "out") == 5
    configured_service.outcome = "ready"
    configured_service.finish("id1")

    assert resumed(image_file, "--out", "out") == 0

    assert len(configured_service.uploads) == 1
    assert (tmp_path / "out" / "cat-300x300.jpg").read_bytes() == RENDERED
    assert outcomes(capsys)[-1]["skipped"] is None


@pytest.mark.parametrize("state", ["gone", "failed"])
def test_uploads_again_if_the_image_is_gone_or_failed(
    configured_service: FakeService, image_file: Path, state: str
) -> None:
    configured_service.outcome = "processing"
    resumed(image_file, "--timeout", "0")
    if state == "gone":
        del configured_service.images["id1"]
    else:
        configured_service.images["id1"]["status"] = state
    configured_service.outcome = "ready"

    assert resumed(image_file) == 0
    assert len(configured_service.uploads) == 2


def test_does_not_retry_an_image_that_failed(configured_service: FakeService, image_file: Path) -> None:
    configured_service.outcome = "failed"

    assert (resumed(image_file), resumed(image_file)) == (1, 0)
    assert len(configured_service.uploads) == 1


def test_manifest_option_sets_the_path(
    configured_service: FakeService, image_file: Path, tmp_path: Path
) -> None:
    for _ in range(2):
        main(["upload", "--manifest", str(tmp_path / "done.jsonl"), str(image_file)])

    assert len(configured_service.uploads) == 1
    assert not (tmp_path / ".darkroom.jsonl").exists()


def test_a_truncated_line_loses_only_its_own_entry(image_file: Path, tmp_path: Path) -> None:
    file = tmp_path / "done.jsonl"
    other = tmp_path / "dog.jpg"
    other.write_bytes(b"woof")
    Manifest(file, "here").record(image_file, None, "id1", done=True)
    Manifest(file, "here").record(other, None, "id2", done=True)
    file.write_bytes(file.read_bytes()[:-9])
    Manifest(file, "here").record(other, None, "id3", done=True)

    read = Manifest(file, "here")
    assert [entry and entry.id for entry in (read.find(image_file, None), read.find(other, None))] == [
        "id1",
        "id3",
    ]


def large(folder: Path) -> Path:
    path = folder / "large.tif"
    with path.open("wb") as file:
        file.truncate(THRESHOLD_BYTES + 1)
    return path


def test_continues_an_interrupted_upload_of_a_large_file(
    configured_service: FakeService, tmp_path: Path, capsys: Capture
) -> None:
    multipart = configured_service.multipart
    multipart.part_size = 12_000_000
    multipart.answer = lambda number, _version: REFUSED if number == 5 else STORED
    path = large(tmp_path)
    assert resumed(path) == 4
    interrupted = set(multipart.stored["id1"])
    multipart.sent.clear()
    multipart.answer = lambda _number, _version: STORED

    assert resumed(path) == 0

    assert interrupted.isdisjoint(multipart.sent)
    assert interrupted | set(multipart.sent) == {1, 2, 3, 4, 5}
    assert list(configured_service.images) == ["id1"]
    assert outcomes(capsys)[-1]["error"] is None


def test_uploads_a_large_file_again_if_the_service_has_ended_the_upload(
    configured_service: FakeService, tmp_path: Path
) -> None:
    multipart = configured_service.multipart
    multipart.part_size = 12_000_000
    multipart.answer = lambda _number, _version: REFUSED
    path = large(tmp_path)
    assert resumed(path) == 4
    multipart.sizes.clear()
    multipart.answer = lambda _number, _version: STORED

    assert resumed(path) == 0

    assert set(multipart.stored["id2"]) == {1, 2, 3, 4, 5}
