import os
from pathlib import Path

import pytest
from darkroom.cli.expansion import expand
from darkroom.cli.image_types import MEDIA_TYPES
from darkroom.cli.inputs import Input, InputFile
from darkroom.cli.paths import NoFilesFound, images_in

from chalicelib.domain.formats import CONTENT_TYPES


@pytest.fixture
def album(tmp_path: Path) -> Path:
    for name in ("b.JPG", "a.png", "notes.txt", ".hidden.jpg", "sea/c.webp", ".thumbs/d.jpg"):
        path = tmp_path / "album" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return tmp_path / "album"


def expanded(*arguments: object) -> list[Input]:
    return list(expand(map(str, arguments), lambda: None))


def test_expands_a_folder_to_the_images_in_it_and_its_subfolders(album: Path) -> None:
    assert expanded(album) == [
        InputFile(album / "a.png"),
        InputFile(album / "b.JPG"),
        InputFile(album / "sea" / "c.webp", Path("sea")),
    ]


def test_accepts_a_file_path_with_any_extension(album: Path) -> None:
    assert expanded(album / "notes.txt") == [InputFile(album / "notes.txt")]


def test_expands_a_glob_pattern(album: Path) -> None:
    assert expanded(f"{album}/**/*.webp") == [InputFile(album / "sea" / "c.webp")]


def test_prefers_an_existing_file_to_a_glob_pattern(album: Path) -> None:
    (album / "[1].jpg").touch()

    assert expanded(f"{album}/[1].jpg") == [InputFile(album / "[1].jpg")]


def test_yields_each_file_once(album: Path) -> None:
    assert len(expanded(album, album / "a.png")) == 3


def test_yields_a_missing_file(album: Path) -> None:
    assert expanded(f"{album}/gone.jpg") == [InputFile(album / "gone.jpg")]


@pytest.mark.parametrize("argument", ["{album}/.thumbs/..", "{album}/*.tif"])
def test_an_argument_without_files_keeps_the_others(album: Path, argument: str) -> None:
    for path in (album / "a.png", album / "b.JPG", album / "sea" / "c.webp"):
        path.unlink()

    nothing, found = expanded(argument.format(album=album), album / "notes.txt")

    assert found == InputFile(album / "notes.txt")
    with pytest.raises(NoFilesFound, match=r"contains no images|No files match"), nothing.open():
        pass


@pytest.mark.parametrize("extension", ["jfif", "JPE", "pjpeg", "pjp", "APNG", "dib", "Heic", "hif", "tif"])
def test_finds_images_with_rare_extensions(tmp_path: Path, extension: str) -> None:
    path = tmp_path / f"cat.{extension}"
    path.touch()

    (found,) = images_in(tmp_path)

    with found.open() as opened:
        assert opened.filename == path.name
        assert opened.content_type in CONTENT_TYPES


def test_the_service_accepts_all_media_types() -> None:
    assert set(MEDIA_TYPES.values()) <= CONTENT_TYPES


def test_skips_pipes_in_folders_and_does_not_follow_links_to_folders(album: Path) -> None:
    os.mkfifo(album / "pipe.jpg")
    (album / "loop").symlink_to(album)
    (album / "loop.jpg").symlink_to(album)

    assert [str(found) for found in expanded(album)] == [
        str(album / name) for name in ("a.png", "b.JPG", "sea/c.webp")
    ]


@pytest.mark.parametrize("target", ["gone.jpg", "link.jpg"])
def test_includes_broken_links(tmp_path: Path, target: str) -> None:
    (tmp_path / "link.jpg").symlink_to(tmp_path / target)

    for argument in (tmp_path, f"{tmp_path}/*.jpg", tmp_path / "link.jpg"):
        assert expanded(argument) == [InputFile(tmp_path / "link.jpg")]
