"""Read the track of an animated AVIF (ISO/IEC 14496-12, 8.3 to 8.7; AV1 Image File Format 1.1, 3)."""

from msgspec import Struct

from chalicelib.imaging.containers.avif_samples import most_coded_pixels
from chalicelib.imaging.containers.heif_items import Property
from chalicelib.imaging.containers.isobmff import Box, BrokenBox, Fields, boxes, find

_BRAND = b"avis"
_MAX_TRACKS = 16
# Pixels that a sample may code for one of the image, with its hidden frames, and what all samples may code.
_MAX_TIMES_CODED, _FREE_PIXELS = 16, 1_000_000
# The fixed fields of a VisualSampleEntry, which precede its boxes.
_SAMPLE_ENTRY_BYTES = 78
_BETWEEN_DURATION_AND_SIZE = 52
_REPEATS = 1
_INDEFINITE = (0xFFFF_FFFF, 0xFFFF_FFFF_FFFF_FFFF)


class Track(Struct, frozen=True):
    """The track with the colors. `plays` is the number of times to play it, 0 for endless.

    `coded` is the number of pixels that a decoder decodes for each pixel of the worst frame, of any track.
    """

    frames: int
    coded: float
    plays: int
    properties: list[Property]


def read_track(content: bytes, max_frames: int) -> Track | None:
    """Return the track if the file is mainly a sequence, as libavif decides. Raises BrokenBox."""
    movie = find(content, Box(b"", 0, len(content)), b"moov") if content[8:12] == _BRAND else None
    if movie is None:
        return None
    tracks = [each for each in boxes(content, movie.start, movie.end) if each.kind == b"trak"]
    if len(tracks) > _MAX_TRACKS:
        raise BrokenBox(f"it has more than {_MAX_TRACKS} tracks")
    coded = max((_times_coded(content, track, max_frames) for track in tracks), default=1)
    for track in tracks:
        table = find(content, track, b"mdia", b"minf", b"stbl")
        properties = _properties(content, table) if table else None
        if table and properties is not None and not find(content, track, b"tref", b"auxl"):
            return Track(_frames(content, table), coded, _plays(content, track), properties)
    return None


def _times_coded(content: bytes, track: Box, max_frames: int) -> float:
    """Return how many pixels are coded for each pixel of a frame, 1 for tracks without AV1."""
    table = find(content, track, b"mdia", b"minf", b"stbl")
    if table is None or not _has_av1(content, table):
        return 1
    width, height = _size(content, track)
    coded = most_coded_pixels(content, table, max_frames + 1)
    if coded > _MAX_TIMES_CODED * width * height + _FREE_PIXELS:
        raise BrokenBox("the frames are larger than the image")
    return max(1, coded / max(1, width * height))


def _has_av1(content: bytes, table: Box) -> bool:
    descriptions = find(content, table, b"stsd")
    entries = boxes(content, descriptions.start + 8, descriptions.end) if descriptions else ()
    return any(each.kind == b"av01" for each in entries)


def _size(content: bytes, track: Box) -> tuple[int, int]:
    """Return width and height of a track from its header."""
    headers = [each for each in boxes(content, track.start, track.end) if each.kind == b"tkhd"]
    if len(headers) != 1:
        raise BrokenBox("a track needs one header")
    header = Fields(content, headers[0].start, headers[0].end)
    _duration(header)
    header.take(_BETWEEN_DURATION_AND_SIZE)
    return header.uint(4) >> 16, header.uint(4) >> 16


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
