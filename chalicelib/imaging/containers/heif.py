"""Read the container of HEIF, which AVIF and HEIC use (ISO/IEC 23008-12).

Crop and orientation are properties of the image. Its EXIF orientation has no effect, as in browsers.
"""

from chalicelib.errors import CorruptImage, UnsupportedFormat
from chalicelib.imaging.containers import avif_sequence, heif_parts, heif_planes, heif_properties, heif_stream
from chalicelib.imaging.containers.avif_sequence import Track
from chalicelib.imaging.containers.container import Container
from chalicelib.imaging.containers.heif_meta import Meta, read_meta
from chalicelib.imaging.containers.isobmff import Box, BrokenBox, find

_TIFF_STARTS = (b"II*\0", b"MM\0*")
_XMP = b"application/rdf+xml"


def codec(content: bytes) -> str | None:
    """Return the type of the primary image's coded data, such as `av01`, None if it cannot be found."""
    try:
        meta = read_meta(content)
        return heif_parts.codec(meta).decode("latin-1") if meta else None
    except BrokenBox:
        return None


def read(content: bytes, max_frames: int) -> Container:
    """Return the container of an AVIF or HEIC. Raises CorruptImage, UnsupportedFormat."""
    try:
        meta = read_meta(content)
        track = avif_sequence.read_track(content)
        if track:
            return _sequence(content, meta, track, max_frames)
        if meta:
            return _still(content, meta)
        return _refuse(content)
    except BrokenBox as fault:
        raise CorruptImage(f"The image is damaged and cannot be decoded: {fault}") from None


def _still(content: bytes, meta: Meta) -> Container:
    item = meta.items[heif_parts.primary(meta)]
    # A grid can leave the description of its colors to its tiles.
    tiles = [meta.items[number] for number in item.references.get(b"dimg", ())[:1] if number in meta.items]
    properties = [each for part in (item, *tiles) for each in part.properties]
    return Container(
        stream=heif_stream.write(meta, content),
        crop=heif_properties.crop(item.properties),
        orientation=heif_properties.orientation(item.properties),
        color=heif_properties.color(properties),
        planes=heif_planes.bytes_per_pixel(properties, has_alpha=heif_parts.has_alpha(meta)),
        exif=_exif(meta, content),
        xmp=_xmp(meta, content),
    )


def _sequence(content: bytes, meta: Meta | None, track: Track, max_frames: int) -> Container:
    return Container(
        stream=content,
        orientation=heif_properties.orientation(track.properties),
        color=heif_properties.color(track.properties),
        planes=heif_planes.bytes_per_pixel(track.properties, has_alpha=True),
        exif=_exif(meta, content) if meta else b"",
        xmp=_xmp(meta, content) if meta else b"",
        frames=min(track.frames, max_frames + 1),
        plays=track.plays,
    )


def _exif(meta: Meta, content: bytes) -> bytes:
    """Return the TIFF structure. The item starts with the number of bytes before it (A.2.1)."""
    data = heif_parts.metadata(meta, content, b"Exif")
    tiff = data[4 + int.from_bytes(data[:4], "big") :].removeprefix(b"Exif\0\0")
    return tiff if tiff.startswith(_TIFF_STARTS) else b""


def _xmp(meta: Meta, content: bytes) -> bytes:
    return heif_parts.metadata(meta, content, b"mime", _XMP)


def _refuse(content: bytes) -> Container:
    """Raise UnsupportedFormat for what has no `meta` box by design, CorruptImage for anything else."""
    for kind, name in ((b"moov", "an HEVC image sequence"), (b"mini", "an AVIF with a `mini` box")):
        if find(content, Box(b"", 0, len(content)), kind):
            raise UnsupportedFormat(f"The file is {name}; send the image as JPEG")
    raise BrokenBox("the file has no `meta` box")
