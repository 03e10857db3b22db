import json
from pathlib import Path

import pytest
from darkroom.cli import main
from darkroom.cli.manifest import Manifest

from tests.unit.client.service import RENDERED, Service

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def resumed(path: Path, *options: str) -> int:
    return main(["upload", "--resume", "--json", *options, str(path)])


def outcomes(capsys: Capture) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_picture_that_is_done_is_not_sent_again(
    at_service: Service, picture: Path, capsys: Capture
) -> None:
    assert (resumed(picture), resumed(picture)) == (0, 0)

    assert len(at_service.uploads) == 1
    first, second = outcomes(capsys)
    assert (first["skipped"], second["skipped"], second["image"]) == (None, "id1", None)


def test_people_are_told_what_was_done_before(at_service: Service, picture: Path, capsys: Capture) -> None:
    resumed(picture)
    capsys.readouterr()

    assert main(["upload", "--resume", str(picture)]) == 0
    assert capsys.readouterr().out == f"{picture}  done before  id1\n"
    assert len(at_service.uploads) == 1


@pytest.mark.parametrize("options", [["--variants", "small"], ["--url", "{url}/"]])
def test_other_wishes_are_another_upload(at_service: Service, picture: Path, options: list[str]) -> None:
    resumed(picture)

    assert resumed(picture, *(option.format(url=at_service.url) for option in options)) == 0
    assert len(at_service.uploads) == 2


def test_a_picture_that_has_changed_is_sent_again(at_service: Service, picture: Path) -> None:
    resumed(picture)
    picture.write_bytes(b"purr, purr")

    assert resumed(picture) == 0
    assert len(at_service.uploads) == 2


def test_the_service_is_asked_about_what_was_sent_but_not_finished(
    at_service: Service, picture: Path, tmp_path: Path, capsys: Capture
) -> None:
    at_service.outcome = "processing"
    assert resumed(picture, "--timeout", "0", "--out", "out") == 5
    at_service.outcome = "ready"
    at_service.finish("id1")

    assert resumed(picture, "--out", "out") == 0

    assert len(at_service.uploads) == 1
    assert (tmp_path / "out" / "cat-300x300.jpg").read_bytes() == RENDERED
    assert outcomes(capsys)[-1]["skipped"] is None


@pytest.mark.parametrize("state", ["gone", "failed"])
def test_what_the_service_has_lost_or_given_up_is_sent_again(
    at_service: Service, picture: Path, state: str
) -> None:
    at_service.outcome = "processing"
    resumed(picture, "--timeout", "0")
    if state == "gone":
        del at_service.images["id1"]
    else:
        at_service.images["id1"]["status"] = state
    at_service.outcome = "ready"

    assert resumed(picture) == 0
    assert len(at_service.uploads) == 2


def test_what_is_no_picture_is_tried_once(at_service: Service, picture: Path) -> None:
    at_service.outcome = "failed"

    assert (resumed(picture), resumed(picture)) == (1, 0)
    assert len(at_service.uploads) == 1


def test_the_list_can_lie_elsewhere(at_service: Service, picture: Path, tmp_path: Path) -> None:
    for _ in range(2):
        main(["upload", "--manifest", str(tmp_path / "done.jsonl"), str(picture)])

    assert len(at_service.uploads) == 1
    assert not (tmp_path / ".darkroom.jsonl").exists()


def test_a_line_that_was_cut_off_costs_no_more_than_itself(picture: Path, tmp_path: Path) -> None:
    file = tmp_path / "done.jsonl"
    other = tmp_path / "dog.jpg"
    other.write_bytes(b"woof")
    Manifest(file, "here").note(picture, None, "id1", done=True)
    Manifest(file, "here").note(other, None, "id2", done=True)
    file.write_bytes(file.read_bytes()[:-9])
    Manifest(file, "here").note(other, None, "id3", done=True)

    read = Manifest(file, "here")
    assert [entry and entry.id for entry in (read.find(picture, None), read.find(other, None))] == [
        "id1",
        "id3",
    ]
