import io
import os
from pathlib import Path

import pytest
from darkroom import UnusableFile
from darkroom.filenames import uploadable_name
from darkroom.messages import CHUNK_BYTES
from darkroom.upload_source import open_source


def test_reads_name_and_bytes_from_a_path(image_file: Path) -> None:
    with open_source(image_file, None) as source:
        assert (source.filename, source.size, b"".join(source.chunks())) == ("cat.jpg", 4, b"meow")


def test_accepts_another_filename(image_file: Path) -> None:
    with open_source(str(image_file), "dog.jpg") as source:
        assert source.filename == "dog.jpg"


def test_reads_an_open_file_from_its_position_and_leaves_it_open() -> None:
    stream = io.BytesIO(b"headimage")
    stream.seek(4)

    with open_source(stream, "x.jpg") as source:
        assert b"".join(source.chunks()) == b"image"
    assert not stream.closed


def test_takes_the_name_of_an_open_file(image_file: Path) -> None:
    with image_file.open("rb") as stream, open_source(stream, None) as source:
        assert source.filename == "cat.jpg"


def test_a_name_that_is_not_text_is_made_acceptable(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/k\xe4se.jpg"))
    path.write_bytes(b"x")

    with open_source(path, None) as source:
        assert source.filename == uploadable_name(path.name)
        assert source.filename.encode().endswith(b"se.jpg")


def test_requires_a_filename_for_a_nameless_stream() -> None:
    with pytest.raises(ValueError, match="Pass `filename`"), open_source(io.BytesIO(b"x"), None):
        pass


def test_a_second_read_starts_at_the_beginning(image_file: Path) -> None:
    with open_source(image_file, None) as source:
        assert list(source.chunks()) == list(source.chunks()) == [b"meow"]


def test_reads_in_chunks() -> None:
    with open_source(io.BytesIO(bytes(CHUNK_BYTES + 1)), "x") as source:
        assert [len(chunk) for chunk in source.chunks()] == [CHUNK_BYTES, 1]


def test_rejects_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "void.jpg").touch()
    with pytest.raises(UnusableFile, match=r"void\.jpg is empty"), open_source(tmp_path / "void.jpg", None):
        pass


def test_missing_file_raises_file_not_found_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), open_source(tmp_path / "nothing", None):
        pass


def test_raises_if_the_file_shrinks_while_being_read() -> None:
    stream = io.BytesIO(b"12345678")
    with open_source(stream, "x.jpg") as source:
        stream.truncate(5)
        with pytest.raises(UnusableFile, match="shrank by 3 bytes"):
            list(source.chunks())


def test_ignores_bytes_appended_while_reading() -> None:
    stream = io.BytesIO(b"1234")
    with open_source(stream, "x.jpg") as source:
        stream.seek(0, io.SEEK_END)
        stream.write(b"56")
        assert b"".join(source.chunks()) == b"1234"
