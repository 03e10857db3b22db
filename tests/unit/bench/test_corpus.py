from pathlib import Path

import pytest

from bench.inputs import corpus


def test_camera_photos_are_those_of_the_corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "photos" / "camera"
    folder.mkdir(parents=True)
    for name in ("two.jpg", "one.jpg", "notes.txt"):
        (folder / name).touch()
    monkeypatch.setenv("DARKROOM_CORPUS", str(tmp_path))

    assert [(photo.name, photo.group) for photo in corpus.camera()] == [("one", "camera"), ("two", "camera")]


def test_without_a_corpus_there_are_no_camera_photos(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DARKROOM_CORPUS", str(tmp_path / "missing"))

    assert corpus.camera() == []
    assert corpus.photos() == []
