"""Read the container of HEIF, which AVIF and HEIC use (ISO/IEC 23008-12).

Crop and orientation are properties of the image. Its EXIF orientation has no effect, as in browsers.
"""

from chalicelib.errors import CorruptImage, UnsupportedFormat
from chalicelib.imaging.color.code_points import of_still_image
from chalicelib.imaging.color.description import ColorDescription
from chalicelib.imaging.containers import (
    avif_sequence,
    heif_metadata,
    heif_parts,
    heif_properties,
    heif_stream,
)
from chalicelib.imaging.containers.av1_sequence_header import read_sequence_header
from chalicelib.imaging.containers.avif_sequence import Track
from chalicelib.imaging.containers.container import Container
from chalicelib.imaging.containers.heif_items import Item, Meta
from chalicelib.imaging.containers.heif_meta import read_meta
from chalicelib.imaging.containers.isobmff import Box, BrokenBox, find


def codec(content: bytes) -> str | None:
    """Return the type of the primary image's coded data, such as `av01`, None if it cannot be found."""
    try:
        meta = read_meta(content)
        return heif_parts.first_coded(meta).kind.decode("latin-1") if meta else None
    except BrokenBox:
        return None


def read(content: bytes, max_frames: int) -> Container:
    """Return the container of an AVIF or HEIC. Raises CorruptImage, UnsupportedFormat."""
    try:
        meta = read_meta(content)
        track = avif_sequence.read_track(content, max_frames)
        if track:
            return _sequence(content, meta, track, max_frames)
        if meta:
            return _still(content, meta)
        return _refuse(content)
    except BrokenBox as fault:
        raise CorruptImage(f"The image is damaged and cannot be decoded: {fault}") from None


def _still(content: bytes, meta: Meta) -> Container:
    item, coded = meta.item(heif_parts.primary(meta)), heif_parts.first_coded(meta)
    written, has_alpha = heif_stream.write(meta, content), heif_parts.has_alpha(meta)
    width, height = heif_properties.size(item.properties)
    return Container(
        stream=written.file,
        crop=heif_properties.crop(item.properties),
        orientation=heif_properties.orientation(item.properties),
        color=_color(content, item, coded),
        planes=heif_properties.bytes_per_pixel((*item.properties, *coded.properties), has_alpha=has_alpha),
        coded=max(1, written.coded_pixels / (width * height * (1 + has_alpha))),
        exif=heif_metadata.exif(meta, content),
        xmp=heif_metadata.xmp(meta, content),
        c2pa=heif_metadata.c2pa(content),
    )


def _color(content: bytes, item: Item, coded: Item) -> ColorDescription:
    """Return the description of the image, else that of its first tile, else that in the coded data."""
    for each in (item, coded):
        color = heif_properties.color(each.properties)
        if color.icc or color.cicp:
            return color
    data = heif_parts.data(coded, content, len(content)) if coded.kind == heif_parts.AV1 else b""
    header = read_sequence_header(data)
    return ColorDescription(cicp=of_still_image(header.cicp) if header and header.cicp else None)


def _sequence(content: bytes, meta: Meta | None, track: Track, max_frames: int) -> Container:
    return Container(
        stream=content,
        orientation=heif_properties.orientation(track.properties),
        color=heif_properties.color(track.properties),
        planes=heif_properties.bytes_per_pixel(track.properties, has_alpha=True),
        coded=track.coded,
        exif=heif_metadata.exif(meta, content) if meta else b"",
        xmp=heif_metadata.xmp(meta, content) if meta else b"",
        c2pa=heif_metadata.c2pa(content),
        frames=min(track.frames, max_frames + 1),
        plays=track.plays,
    )


def _refuse(content: bytes) -> Container:
    """Raise UnsupportedFormat for what has no `meta` box by design, CorruptImage for anything else."""
    for kind, name in ((b"moov", "an HEVC image sequence"), (b"mini", "an AVIF with a `mini` box")):
        if find(content, Box(b"", 0, len(content)), kind):
            raise UnsupportedFormat(f"The file is {name}; send the image as JPEG")
    raise BrokenBox("the file has no `meta` box")
