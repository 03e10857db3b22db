"""AVIF sequences whose tables or samples take a decoder much longer, or more memory, than their frames."""

import struct
from itertools import pairwise

import pytest
from PIL import Image

from chalicelib.errors import CorruptImage
from chalicelib.imaging.containers import heif
from chalicelib.imaging.containers.av1_units import units
from tests.unit.imaging import heif_files as file
from tests.unit.imaging.samples import encoded

PARENTS = (b"moov", b"trak", b"mdia", b"minf", b"stbl")
FRAMES = [Image.new("L", (1200, 1000), color) for color in (0, 255)]
SEQUENCE = encoded(FRAMES[0], "avif", save_all=True, append_images=FRAMES[1:], duration=100, speed=10)


def replaced(kind: bytes, *parts: bytes, times: int = 1, content: bytes = SEQUENCE) -> bytes:
    """Return the sequence with other content of a box of its track, which can be there several times."""
    at = content.index(kind) - 4
    end = at + int.from_bytes(content[at : at + 4], "big")
    box = file.full_box(kind, *parts) * times if parts else content[at:end] * times
    changed = bytearray(content[:at] + box + content[end:])
    for parent in PARENTS[: 2 if kind == b"tkhd" else None]:
        size_at = content.index(parent) - 4
        struct.pack_into(">I", changed, size_at, len(box) - (end - at) + read_size(content, size_at))
    return bytes(changed)


def read_size(content: bytes, at: int) -> int:
    return int.from_bytes(content[at : at + 4], "big")


def with_size(width: int, height: int) -> bytes:
    """Return the sequence with another size in the header of its track."""
    sizes = struct.pack(">II", 1200 << 16, 1000 << 16), struct.pack(">II", width << 16, height << 16)
    assert sizes[0] in SEQUENCE
    return SEQUENCE.replace(*sizes)


def with_frames(count: int) -> bytes:
    """Return the sequence with this many frames in its first sample."""
    start = SEQUENCE.index(b"mdat") + 4
    sizes = struct.unpack_from(">II", SEQUENCE, SEQUENCE.index(b"stsz") + 16)
    first = SEQUENCE[start : start + sizes[0]]
    ends = [0, *(end for _, _, end in units(first))]
    *header, frame = (first[at:end] for at, end in pairwise(ends))
    sample = b"".join(header) + frame * count
    content = SEQUENCE[:start] + sample + SEQUENCE[start + sizes[0] :]
    return replaced(b"stsz", struct.pack(">IIII", 0, 2, len(sample), sizes[1]), content=content)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (with_size(100, 100), "larger than the image"),
        (with_frames(17), "more than 16 frames"),
        (replaced(b"stsz", struct.pack(">II", 1, 70_000)), "more than 65,536 samples"),
        (replaced(b"stsc", struct.pack(">I", 20_000), bytes(240_000)), "more than 16,384 entries"),
        (replaced(b"stco", struct.pack(">I", 20_000), bytes(80_000)), "more than 16,384 entries"),
        (replaced(b"stts", struct.pack(">I", 20_000), bytes(160_000)), "more than 16,384 entries"),
        (replaced(b"stsz", times=2), "two tables"),
        (replaced(b"tkhd", times=2), "one header"),
    ],
    ids=[
        "large frames",
        "hidden frames",
        "samples",
        "runs",
        "chunks",
        "durations",
        "two tables",
        "two sizes",
    ],
)
def test_what_a_sequence_makes_a_decoder_do_is_bounded(content: bytes, fault: str) -> None:
    with pytest.raises(CorruptImage, match=fault):
        heif.read(content, max_frames=10)


def test_hidden_frames_count() -> None:
    assert heif.read(SEQUENCE, max_frames=10).coded == 1
    assert heif.read(with_frames(3), max_frames=10).coded == 3
