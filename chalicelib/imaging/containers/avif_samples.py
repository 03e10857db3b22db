"""Find the samples of an AVIF sequence, the coded frames (ISO/IEC 14496-12, 8.6 and 8.7)."""

from collections.abc import Iterator, Mapping

from chalicelib.imaging.containers.av1_coding import coded
from chalicelib.imaging.containers.isobmff import Box, BrokenBox, Fields, boxes

# Hidden frames, to which later ones refer, and the one that is shown. Encoders have up to about six.
_MAX_FRAMES_PER_SAMPLE = 16
# A sequence of 50 MB has fewer samples, if each shows something new. libavif keeps 64 bytes for each, and
# goes through all runs of chunks for each chunk.
_MAX_SAMPLES, _MAX_ENTRIES = 65_536, 16_384
_SIZES, _RUNS, _OFFSETS, _LARGE_OFFSETS = b"stsz", b"stsc", b"stco", b"co64"
_TABLES = (_SIZES, _RUNS, _OFFSETS, _LARGE_OFFSETS, b"stts", b"stss")


def most_coded_pixels(content: bytes, table: Box, limit: int) -> int:
    """Return the most pixels that one of the first `limit` samples makes a decoder decode.

    `table` is the track's box `stbl`. Raises BrokenBox.
    """
    most, largest = 0, 0
    for start, end in _samples(content, _tables(content, table), limit):
        sample = coded(content, start, end, largest)
        if sample.frames > _MAX_FRAMES_PER_SAMPLE:
            raise BrokenBox(f"a sample has more than {_MAX_FRAMES_PER_SAMPLE} frames")
        largest = sample.largest
        most = max(most, sample.pixels)
    return most


def _tables(content: bytes, inside: Box) -> Mapping[bytes, Fields]:
    """Return the tables by type, from their numbers of entries on."""
    found: dict[bytes, Fields] = {}
    for each in boxes(content, inside.start, inside.end):
        if each.kind in found:
            raise BrokenBox("a track has two tables of the same kind")
        if each.kind in _TABLES:
            found[each.kind] = Fields(content, each.start + 4, each.end)
            if each.kind != _SIZES and Fields(content, each.start + 4, each.end).uint(4) > _MAX_ENTRIES:
                raise BrokenBox(f"a table of a track has more than {_MAX_ENTRIES:,} entries")
    return found


def _samples(content: bytes, tables: Mapping[bytes, Fields], limit: int) -> Iterator[tuple[int, int]]:
    """Yield where samples start and end."""
    if not {_SIZES, _RUNS}.issubset(tables):
        return
    sizes = _sample_sizes(tables[_SIZES], limit)
    for at, count in _chunks(tables):
        start = at
        for _ in range(count):
            size = next(sizes, None)
            if size is None:
                return
            if start + size > len(content):
                raise BrokenBox("the file is truncated")
            yield start, start + size
            start += size


def _sample_sizes(table: Fields, limit: int) -> Iterator[int]:
    same, count = table.uint(4), table.uint(4)
    if count > _MAX_SAMPLES:
        raise BrokenBox(f"a track has more than {_MAX_SAMPLES:,} samples")
    return (same or table.uint(4) for _ in range(min(count, limit)))


def _chunks(tables: Mapping[bytes, Fields]) -> Iterator[tuple[int, int]]:
    """Yield the offset of each chunk, and the number of its samples."""
    runs = tables[_RUNS]
    samples = {first: count for first, count, _ in (_three(runs) for _ in range(runs.uint(4)))}
    for kind, size in ((_OFFSETS, 4), (_LARGE_OFFSETS, 8)):
        if kind in tables:
            count = 0
            for number in range(1, tables[kind].uint(4) + 1):
                count = samples.get(number, count)
                yield tables[kind].uint(size), count


def _three(fields: Fields) -> tuple[int, int, int]:
    return fields.uint(4), fields.uint(4), fields.uint(4)
