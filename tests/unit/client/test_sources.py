import io
from pathlib import Path

import pytest
from darkroom import UnusableFile
from darkroom.sources import CHUNK_BYTES, opened


def test_a_path_gives_its_name_and_bytes(picture: Path) -> None:
    with opened(picture, None) as source:
        assert (source.filename, source.size, b"".join(source.chunks())) == ("cat.jpg", 4, b"meow")


def test_a_name_can_be_given(picture: Path) -> None:
    with opened(str(picture), "dog.jpg") as source:
        assert source.filename == "dog.jpg"


def test_an_open_file_is_read_from_where_it_stands_and_stays_open() -> None:
    stream = io.BytesIO(b"headpicture")
    stream.seek(4)

    with opened(stream, "x.jpg") as source:
        assert b"".join(source.chunks()) == b"picture"
    assert not stream.closed


def test_an_open_file_on_disk_has_a_name_of_its_own(picture: Path) -> None:
    with picture.open("rb") as stream, opened(stream, None) as source:
        assert source.filename == "cat.jpg"


def test_an_open_file_without_a_name_needs_one() -> None:
    with pytest.raises(ValueError, match="filename="), opened(io.BytesIO(b"x"), None):
        pass


def test_reading_again_starts_at_the_beginning(picture: Path) -> None:
    with opened(picture, None) as source:
        assert list(source.chunks()) == list(source.chunks()) == [b"meow"]


def test_reads_in_pieces() -> None:
    with opened(io.BytesIO(bytes(CHUNK_BYTES + 1)), "x") as source:
        assert [len(chunk) for chunk in source.chunks()] == [CHUNK_BYTES, 1]


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "void.jpg").touch()
    with pytest.raises(UnusableFile, match=r"void\.jpg is empty"), opened(tmp_path / "void.jpg", None):
        pass


def test_a_missing_file_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), opened(tmp_path / "nothing", None):
        pass


def test_a_file_that_shrinks_while_it_is_read_is_noticed() -> None:
    stream = io.BytesIO(b"12345678")
    with opened(stream, "x.jpg") as source:
        stream.truncate(5)
        with pytest.raises(UnusableFile, match="3 bytes shorter"):
            list(source.chunks())


def test_a_file_that_grows_is_read_as_far_as_it_was_announced() -> None:
    stream = io.BytesIO(b"1234")
    with opened(stream, "x.jpg") as source:
        stream.seek(0, io.SEEK_END)
        stream.write(b"56")
        assert b"".join(source.chunks()) == b"1234"
