import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.imaging.metadata.exif import copyright_text, orientation, with_copyright
from tests.unit.imaging.container_files import orientation as oriented
from tests.unit.imaging.container_files import tiff

SHORT_6 = struct.pack("<H", 6)
COPYRIGHT = 0x8298
# Where the data after a directory of one entry starts.
DATA = struct.pack("<I", 26)


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("value", range(1, 9))
def test_the_orientation_is_read_in_both_byte_orders(order: str, value: int) -> None:
    assert orientation(oriented(value, order)) == value


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (tiff((0x8769, 4, 1, b""), (0x0112, 3, 1, SHORT_6)), 6),
        (tiff((0x0112, 3, 1, struct.pack("<H", 9)), (0x0112, 3, 1, SHORT_6)), 6),
        (oriented(6)[:-4], 6),
        (oriented(6)[:8] + struct.pack("<H", 50) + oriented(6)[10:], 6),
        (oriented(9), 1),
        (oriented(0), 1),
        (tiff((0x0112, 4, 1, SHORT_6)), 1),
        (tiff((0x0112, 1, 1, SHORT_6)), 1),
        (tiff((0x0112, 3, 2, SHORT_6 * 2)), 1),
        (tiff((0x0112, 3, 0, SHORT_6)), 1),
        (oriented(6)[:-6], 1),
        (oriented(6).replace(b"II*", b"II+"), 1),
        (b"II*\0\xff\xff\xff\xff", 1),
        (b"II*\0", 1),
        (b"", 1),
    ],
)
def test_only_a_valid_orientation_counts_as_in_chromium(block: bytes, expected: int) -> None:
    assert orientation(block) == expected


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        (2, b"(c) 2026 Ann\0", "(c) 2026 Ann"),
        (2, b"\xc2\xa9 Ann\0", "© Ann"),
        (2, b"\xa9 Ann\0", "© Ann"),
        (129, "© 安".encode(), "© 安"),
        (2, b"photographer\0editor\0", "photographer\0editor"),
        (2, b" \0" * 4, None),
        (7, b"(c) 2026 Ann\0", None),
        (2, bytes(60_001), None),
    ],
)
def test_the_copyright_is_text(kind: int, text: bytes, expected: str | None) -> None:
    assert copyright_text(tiff((COPYRIGHT, kind, len(text), DATA), data=text)) == expected


def test_a_short_copyright_is_in_its_entry() -> None:
    assert copyright_text(tiff((COPYRIGHT, 2, 4, b"Ann\0"))) == "Ann"


def test_a_copyright_that_is_cut_off_is_absent() -> None:
    assert copyright_text(tiff((COPYRIGHT, 2, 100, DATA), data=b"(c) 2026 Ann\0")) is None


@given(rest=st.binary(max_size=200), order=st.sampled_from([b"II*\0", b"MM\0*"]))
def test_any_bytes_are_read_without_an_error(rest: bytes, order: bytes) -> None:
    assert orientation(order + rest) in range(1, 9)
    assert isinstance(copyright_text(order + rest), str | None)


@pytest.mark.parametrize(
    "text", ["A", "© A", "abcd", "© 2026 Müller, 安", "photographer\0editor", "x" * 59_999]
)
def test_a_written_copyright_is_the_same(text: str) -> None:
    block = with_copyright(text)
    assert copyright_text(block.removeprefix(b"Exif\0\0")) == text
    assert text.encode() + b"\0" in block
