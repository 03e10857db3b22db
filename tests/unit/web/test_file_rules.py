"""Which files the component accepts, and how it formats their sizes."""

from collections.abc import Iterator

import pytest

from tests.unit.web.node import EMBED, Function, exported


@pytest.fixture(scope="module")
def size_in_bytes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Function]:
    with exported("file_rules", "sizeInBytes", tmp_path_factory.mktemp("node"), EMBED) as function:
        yield function


@pytest.fixture(scope="module")
def is_accepted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Function]:
    with exported("file_rules", "isAccepted", tmp_path_factory.mktemp("node"), EMBED) as function:
        yield function


@pytest.fixture(scope="module")
def file_size(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Function]:
    with exported("file_size", "fileSize", tmp_path_factory.mktemp("node"), EMBED) as function:
        yield function


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("10485760", 10485760),
        ("10MB", 10_000_000),
        (" 1.5 mb ", 1_500_000),
        ("512KiB", 524_288),
        ("2 GB", 2_000_000_000),
        ("700 bytes", 700),
        ("0", 0),
        ("", None),
        (None, None),
        ("ten", None),
        ("-1", None),
        ("1e9", None),
        ("10 MBit", None),
    ],
)
def test_a_maximum_size_is_a_number_with_or_without_a_unit(
    size_in_bytes: Function, text: str | None, size: int | None
) -> None:
    assert size_in_bytes(text) == size


@pytest.mark.parametrize(
    ("file", "accept", "accepted"),
    [
        (("a.png", "image/png"), "image/png", True),
        (("a.png", "image/png"), "image/jpeg, image/PNG", True),
        (("a.png", "image/png"), "image/*", True),
        (("a.png", "image/png"), "image/jpeg", False),
        (("a.PNG", "image/png"), ".png", True),
        (("a.svg", "image/svg+xml"), "image/png,.jpg", False),
        (("a.heic", ""), "image/png", True),
        (("a.txt", "text/plain"), "", True),
        (("a.txt", "text/plain"), " , ", True),
        (("a.txt", "text/plain"), None, True),
    ],
)
def test_the_list_of_accepted_types_has_the_syntax_of_an_input(
    is_accepted: Function, file: tuple[str, str], accept: str | None, *, accepted: bool
) -> None:
    assert is_accepted({"name": file[0], "type": file[1]}, accept) is accepted


@pytest.mark.parametrize(
    ("size", "english", "german"),
    [
        (0, "0 bytes", "0 Byte"),
        (999, "999 bytes", "999 Byte"),
        (1000, "1.0 KB", "1,0 KB"),
        (10_190, "10 KB", "10 KB"),
        (1_530_000, "1.5 MB", "1,5 MB"),
        (5_000_000_000_000, "5000 GB", "5000 GB"),
    ],
)
def test_a_size_is_written_as_in_the_language(
    file_size: Function, size: int, english: str, german: str
) -> None:
    assert file_size(size) == english
    assert file_size(size, {"locale": "de", "bytes": "Byte"}) == german
