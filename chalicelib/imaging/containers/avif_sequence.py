"""Read the track of an animated AVIF (ISO/IEC 14496-12, 8.3 to 8.7; AV1 Image File Format 1.1, 3)."""

from dataclasses import dataclass

from chalicelib.imaging.containers.heif_items import Property
from chalicelib.imaging.containers.isobmff import Box, Fields, boxes, find

_BRAND = b"avis"
_MAX_TRACKS = 16
# The fixed fields of a VisualSampleEntry, which precede its boxes.
_SAMPLE_ENTRY_BYTES = 78
_REPEATS = 1
_INDEFINITE = (0xFFFF_FFFF, 0xFFFF_FFFF_FFFF_FFFF)


@dataclass(frozen=True, slots=True)
class Track:
    """The track with the colors. `plays` is the number of times to play it, 0 for endless."""

    frames: int
    plays: int
    properties: list[Property]


def read_track(content: bytes) -> Track | None:
    """Return the track if the file is mainly a sequence, as libavif decides. Raises BrokenBox."""
    movie = find(content, Box(b"", 0, len(content)), b"moov") if content[8:12] == _BRAND else None
    if movie is None:
        return None
    tracks = [each for each in boxes(content, movie.start, movie.end) if each.kind == b"trak"]
    for track in tracks[:_MAX_TRACKS]:
        table = find(content, track, b"mdia", b"minf", b"stbl")
        properties = _properties(content, table) if table else None
        if table and properties is not None and not find(content, track, b"tref", b"auxl"):
            return Track(_frames(content, table), _plays(content, track), properties)
    return None


def _properties(content: bytes, table: Box) -> list[Property] | None:
    """Return the boxes of the first sample entry, None if the samples are not AV1."""
    descriptions = find(content, table, b"stsd")
    if descriptions is None:
        return None
    entry = next(boxes(content, descriptions.start + 8, descriptions.end), None)
    if entry is None or entry.kind != b"av01":
        return None
    inside = boxes(content, entry.start + _SAMPLE_ENTRY_BYTES, entry.end)
    return [Property(each.kind, content[each.start : each.end], essential=False) for each in inside]


def _frames(content: bytes, table: Box) -> int:
    sizes = find(content, table, b"stsz") or find(content, table, b"stz2")
    return Fields(content, sizes.start + 8, sizes.end).uint(4) if sizes else 1


def _plays(content: bytes, track: Box) -> int:
    """Return how often the edit list plays the track. Without one, browsers repeat it endlessly."""
    edits = find(content, track, b"edts", b"elst")
    header = find(content, track, b"tkhd")
    if edits is None or header is None:
        return 0
    fields = Fields(content, edits.start, edits.end)
    version, flags = fields.version_and_flags()
    if not flags & _REPEATS:
        return 1
    fields.uint(4)
    once, whole = fields.uint(8 if version else 4), _duration(Fields(content, header.start, header.end))
    return 0 if whole in _INDEFINITE or not once else -(-whole // once)


def _duration(header: Fields) -> int:
    """Return the duration of a track from its header (`tkhd`), after its dates and its id."""
    version, _ = header.version_and_flags()
    header.take(24 if version else 16)
    return header.uint(8 if version else 4)
