"""The sequence header of AV1. Headers are built bit by bit, or come from Pillow's encoder."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.imaging.color.description import Cicp
from chalicelib.imaging.containers.av1_sequence_header import SequenceHeader, read_sequence_header
from tests.unit.imaging import heif_files as file
from tests.unit.imaging.samples import encoded, quarters

BT709 = Cicp(primaries=1, transfer=13, matrix=6, full_range=True)
PQ = Cicp(primaries=9, transfer=16, matrix=9, full_range=False)


def unit(*fields: tuple[int, int]) -> bytes:
    """Return a unit (OBU) of a sequence header with these fields: value and number of bits."""
    bits = "".join(f"{value:0{count}b}" for value, count in fields)
    payload = int(bits.ljust(-(-len(bits) // 8) * 8, "0"), 2).to_bytes(-(-len(bits) // 8), "big")
    return bytes([1 << 3 | 2, len(payload)]) + payload


STILL = [(0, 3), (1, 1), (1, 1), (0, 5), (15, 4), (15, 4), (7999, 16), (5999, 16), (0, 3), (0, 3)]
DESCRIBED = [(1, 1), (0, 1), (1, 1), (9, 8), (16, 8), (9, 8), (0, 1)]


def test_a_still_image_has_a_reduced_header() -> None:
    assert read_sequence_header(unit(*STILL, *DESCRIBED)) == SequenceHeader(48_000_000, PQ)


def test_a_header_need_not_describe_the_color() -> None:
    assert read_sequence_header(unit(*STILL, (0, 1), (0, 1), (0, 1))) == SequenceHeader(48_000_000, None)


def test_srgb_has_the_full_range_without_saying_so() -> None:
    header = read_sequence_header(unit(*STILL, (0, 1), (0, 1), (1, 1), (1, 8), (13, 8), (0, 8)))
    assert header is not None
    assert header.cicp == Cicp(primaries=1, transfer=13, matrix=0, full_range=True)


def test_timing_and_operating_points_are_skipped() -> None:
    timing = [(1, 1), (0, 32), (0, 32), (1, 1), (0, 2), (1, 1), (3, 2), (1, 1), (4, 5), (0, 32), (0, 10)]
    points = [(1, 1), (1, 5), *[(0, 12), (9, 5), (1, 1), (1, 1), (0, 5), (0, 5), (0, 1), (1, 1), (0, 4)] * 2]
    size = [(7, 4), (7, 4), (199, 8), (99, 8), (1, 1), (0, 4), (0, 3), (0, 3)]
    tools = [(0, 4), (1, 1), (0, 2), (0, 1), (1, 1), (0, 1), (0, 1), (0, 3), (0, 3)]
    header = unit((0, 3), (0, 1), (0, 1), *timing, *points, *size, *tools, *DESCRIBED)
    assert read_sequence_header(header) == SequenceHeader(20_000, PQ)


@pytest.mark.parametrize("frames", [1, 3])
def test_headers_of_an_encoder_are_read(frames: int) -> None:
    images = [quarters(40 + 2 * number, 30).resize((40, 30)) for number in range(frames)]
    content = encoded(images[0], "avif", save_all=True, append_images=images[1:], duration=50)
    assert read_sequence_header(file.coded(content).data) == SequenceHeader(1_200, BT709)


@given(st.binary(max_size=300))
def test_broken_headers_count_as_absent(content: bytes) -> None:
    assert read_sequence_header(unit(*STILL)[: len(content)]) is None
    read_sequence_header(content)
    read_sequence_header(unit((0, 3), (0, 2)) + content)
