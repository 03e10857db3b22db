"""Read the container of WebP. The input is untrusted.

File format: https://developers.google.com/speed/webp/docs/riff_container
"""

from collections.abc import Mapping, Sequence

from chalicelib.errors import CorruptImage
from chalicelib.imaging.color.description import ColorDescription
from chalicelib.imaging.containers import metadata_limits, riff_chunks, webp_images
from chalicelib.imaging.containers.container import Container
from chalicelib.imaging.containers.webp_images import WebpFrame
from chalicelib.imaging.metadata import exif

Chunks = Mapping[bytes, memoryview]
"""The data of chunks by type."""

_FRAME = b"ANMF"
_OTHERS = {b"VP8X", b"ICCP", b"EXIF", b"XMP ", b"C2PA", b"ANIM", b"ALPH", b"VP8 ", b"VP8L"}
_ANIMATION_FLAG, _ALPHA_FLAG, _ICC_FLAG = 0x02, 0x10, 0x20
_EXIF_PREFIX = b"Exif\0\0"


def read(content: bytes, max_frames: int) -> Container:
    """Return the container. Raises CorruptImage.

    The stream has only images, and what an animation needs. EXIF is read, but not its orientation: Chromium
    shows a WebP as it is stored.
    """
    chunks, frames = _split(content, max_frames)
    block = _small(chunks, b"EXIF", metadata_limits.EXIF).removeprefix(_EXIF_PREFIX)
    # Unlike other metadata, a profile counts only if its flag is set, as in Chromium and libvips.
    icc = _small(chunks, b"ICCP", metadata_limits.ICC) if _flags(chunks) & _ICC_FLAG else b""
    return Container(
        stream=_stream(chunks, [webp_images.frame(data) for data in frames]),
        color=ColorDescription(icc=icc or None),
        exif=block if exif.is_readable(block) else b"",
        xmp=_small(chunks, b"XMP ", metadata_limits.XMP),
        c2pa=_small(chunks, b"C2PA", metadata_limits.C2PA),
        frames=max(1, len(frames)),
        plays=int.from_bytes(_start(chunks, b"ANIM", 6)[4:], "little"),
    )


def is_animation(stream: bytes) -> bool:
    """Return whether libwebp decodes a stream only as an animation, which can have a single frame."""
    return stream[12:16] == b"VP8X" and bool(stream[20] & _ANIMATION_FLAG)


def opaque_first_frame(stream: bytes) -> bytes | None:
    """Return a still image of an animation's first frame, None if it shows the canvas behind it anywhere."""
    chunks, frames = _split(stream, 0)
    canvas = webp_images.canvas(_start(chunks, b"VP8X", 10))
    for first in map(webp_images.frame, frames):
        if first.image and first.covers(canvas) and not first.image.has_alpha:
            return first.image.to_file()
    return None


def _split(content: bytes, max_frames: int) -> tuple[Chunks, Sequence[memoryview]]:
    """Return the first chunk of each known type, and the frames, at most `max_frames` + 1."""
    first, frames = dict[bytes, memoryview](), list[memoryview]()
    for kind, data in riff_chunks.file_chunks(content):
        if kind == _FRAME:
            frames.append(data)
        elif kind in _OTHERS:
            first.setdefault(kind, data)
        if len(frames) > max_frames:
            break
    return first, frames


def _small(chunks: Chunks, kind: bytes, limit: int) -> bytes:
    """Return the data of a chunk, empty if it is missing or longer than `limit` bytes."""
    data = chunks.get(kind, b"")
    return bytes(data) if len(data) <= limit else b""


def _start(chunks: Chunks, kind: bytes, size: int) -> bytes:
    """Return the first `size` bytes of a chunk. Missing ones are 0."""
    return bytes(chunks.get(kind, b"")[:size]).ljust(size, b"\0")


def _flags(chunks: Chunks) -> int:
    return _start(chunks, b"VP8X", 10)[0]


def _stream(chunks: Chunks, frames: Sequence[WebpFrame]) -> bytes:
    """Return the file for the decoder. An animation of one frame becomes a still image if possible."""
    canvas = webp_images.canvas(_start(chunks, b"VP8X", 10))
    image = webp_images.image(chunks)
    if image is not None and not _flags(chunks) & _ALPHA_FLAG:
        image = image.without_alpha()
    if image is None and len(frames) == 1 and frames[0].covers(canvas):
        image = frames[0].image
    if image is not None:
        return image.to_file()
    if not frames:
        raise CorruptImage("The image is damaged and cannot be decoded: it has no image data")
    flags = _ANIMATION_FLAG | (_ALPHA_FLAG if webp_images.have_alpha(frames, canvas) else 0)
    return riff_chunks.file(
        (b"VP8X", webp_images.features(flags, canvas)),
        (b"ANIM", _start(chunks, b"ANIM", 6)),
        *((_FRAME, frame.data) for frame in frames),
    )
