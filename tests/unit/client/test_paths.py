from pathlib import Path

import pytest
from darkroom.cli.paths import Found, NothingFound, found


@pytest.fixture
def album(tmp_path: Path) -> Path:
    for name in ("b.JPG", "a.png", "notes.txt", ".hidden.jpg", "sea/c.webp", ".thumbs/d.jpg"):
        path = tmp_path / "album" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return tmp_path / "album"


def test_a_folder_stands_for_the_pictures_in_it_and_below(album: Path) -> None:
    assert list(found([str(album)])) == [
        Found(album / "a.png"),
        Found(album / "b.JPG"),
        Found(album / "sea" / "c.webp", Path("sea")),
    ]


def test_a_file_that_is_named_is_taken_whatever_it_is_called(album: Path) -> None:
    assert list(found([str(album / "notes.txt")])) == [Found(album / "notes.txt")]


def test_a_quoted_glob_stands_for_the_files_that_match(album: Path) -> None:
    assert list(found([f"{album}/**/*.webp"])) == [Found(album / "sea" / "c.webp")]


def test_a_file_with_a_name_like_a_glob_is_that_file(album: Path) -> None:
    (album / "[1].jpg").touch()

    assert list(found([f"{album}/[1].jpg"])) == [Found(album / "[1].jpg")]


def test_a_file_that_is_named_twice_is_taken_once(album: Path) -> None:
    assert len(list(found([str(album), str(album / "a.png")]))) == 3


def test_a_file_that_is_not_there_is_left_for_the_upload_to_find_out(album: Path) -> None:
    assert list(found([f"{album}/gone.jpg"])) == [Found(album / "gone.jpg")]


@pytest.mark.parametrize("argument", ["{album}/.thumbs/..", "{album}/*.tif"])
def test_nothing_found_is_told(album: Path, argument: str) -> None:
    for path in (album / "a.png", album / "b.JPG", album / "sea" / "c.webp"):
        path.unlink()

    with pytest.raises(NothingFound, match=r"no pictures in this folder|no file matches"):
        list(found([argument.format(album=album)]))
