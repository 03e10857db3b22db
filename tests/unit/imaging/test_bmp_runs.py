import pytest

from chalicelib.errors import CorruptImage
from tests.unit.imaging.bmps import (
    BLACK,
    BLUE,
    GREEN,
    INFO,
    OS2,
    PALETTE,
    RED,
    RLE4,
    RLE8,
    RLE24,
    bmp,
    decoded,
    row,
)


@pytest.mark.parametrize(
    ("compression", "bits", "runs", "expected"),
    [
        (RLE8, 8, "0401 0001", [GREEN] * 4),
        (RLE8, 8, "0003 000102 00 0101 0001", [RED, GREEN, BLUE, GREEN]),
        (RLE4, 4, "0401 0001", [RED, GREEN, RED, GREEN]),
        (RLE4, 4, "0003 0120 0101 0001", [RED, GREEN, BLUE, RED]),
        (RLE8, 8, "ff01 0001", [GREEN] * 4),
        (RLE8, 8, "0101 0002 0200 0102", [GREEN, BLACK, BLACK, BLUE]),
        (RLE8, 8, "0201", [GREEN, GREEN, BLACK, BLACK]),
        (RLE8, 8, "0201 0004 0101", [GREEN, GREEN, GREEN, GREEN]),
        (RLE24, 24, "03 ff0000 0001", [BLUE, BLUE, BLUE, BLACK]),
    ],
)
def test_runs_are_drawn_and_what_they_skip_is_black(
    compression: int, bits: int, runs: str, expected: list[object]
) -> None:
    size, palette = (OS2, b"") if compression == RLE24 else (INFO, PALETTE)
    content = bmp(4, 1, bits, bytes.fromhex(runs), compression=compression, size=size, palette=palette)
    assert row(content) == expected


def test_a_bitmap_without_any_run_is_truncated() -> None:
    with pytest.raises(CorruptImage, match="truncated"):
        decoded(bmp(4, 1, 8, b"", compression=RLE8, palette=PALETTE))
