from pathlib import Path

import pytest
from darkroom.cli.paths import InputFile, NoFilesFound, expand


@pytest.fixture
def album(tmp_path: Path) -> Path:
    for name in ("b.JPG", "a.png", "notes.txt", ".hidden.jpg", "sea/c.webp", ".thumbs/d.jpg"):
        path = tmp_path / "album" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return tmp_path / "album"


def test_expands_a_folder_to_the_images_in_it_and_its_subfolders(album: Path) -> None:
    assert list(expand([str(album)])) == [
        InputFile(album / "a.png"),
        InputFile(album / "b.JPG"),
        InputFile(album / "sea" / "c.webp", Path("sea")),
    ]


def test_accepts_a_file_path_with_any_extension(album: Path) -> None:
    assert list(expand([str(album / "notes.txt")])) == [InputFile(album / "notes.txt")]


def test_expands_a_glob_pattern(album: Path) -> None:
    assert list(expand([f"{album}/**/*.webp"])) == [InputFile(album / "sea" / "c.webp")]


def test_prefers_an_existing_file_to_a_glob_pattern(album: Path) -> None:
    (album / "[1].jpg").touch()

    assert list(expand([f"{album}/[1].jpg"])) == [InputFile(album / "[1].jpg")]


def test_yields_each_file_once(album: Path) -> None:
    assert len(list(expand([str(album), str(album / "a.png")]))) == 3


def test_yields_a_missing_file(album: Path) -> None:
    assert list(expand([f"{album}/gone.jpg"])) == [InputFile(album / "gone.jpg")]


@pytest.mark.parametrize("argument", ["{album}/.thumbs/..", "{album}/*.tif"])
def test_raises_if_no_files_are_found(album: Path, argument: str) -> None:
    for path in (album / "a.png", album / "b.JPG", album / "sea" / "c.webp"):
        path.unlink()

    with pytest.raises(NoFilesFound, match=r"contains no images|No files match"):
        list(expand([argument.format(album=album)]))
