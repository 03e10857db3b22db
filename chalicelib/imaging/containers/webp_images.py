"""The images in a WebP: the only one, or the frames of an animation. The input is untrusted.

File format: https://developers.google.com/speed/webp/docs/riff_container
"""

from collections.abc import Iterable, Mapping
from itertools import islice

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.imaging.containers import riff_chunks

Size = tuple[int, int]

_ALPHA_FLAG = 0x10
_CLEAR_FLAG = 0x01
_FRAME_HEADER_SIZE = 16
_SIDE_BITS = 0x3FFF
# The bit for alpha in the lossless header, after 14 bits for each side.
_LOSSLESS_ALPHA = 1 << 28


class WebpImage(Struct, frozen=True):
    """Encoded pixels, lossy (`VP8 `) or lossless (`VP8L`). `alpha` is the data of `ALPH`, if there is any."""

    kind: bytes
    data: memoryview
    alpha: memoryview | None

    @property
    def has_alpha(self) -> bool:
        """Whether pixels can be transparent."""
        if self.kind == b"VP8L":
            return bool(int.from_bytes(self.data[1:5], "little") & _LOSSLESS_ALPHA)
        return self.alpha is not None

    def without_alpha(self) -> "WebpImage":
        """Return the image without the data of `ALPH`."""
        return replace(self, alpha=None)

    def to_file(self) -> bytes:
        """Return a WebP with only this image."""
        if self.alpha is None or self.kind == b"VP8L":
            return riff_chunks.file((self.kind, self.data))
        # The size is in the header of the VP8 data (RFC 6386, section 9.1).
        width, height = (int.from_bytes(self.data[at : at + 2], "little") & _SIDE_BITS for at in (6, 8))
        extended = features(_ALPHA_FLAG, (width, height))
        return riff_chunks.file((b"VP8X", extended), (b"ALPH", self.alpha), (self.kind, self.data))


class WebpFrame(Struct, frozen=True):
    """A frame of an animation, and its chunk's data. A cleared one is transparent when the next one comes."""

    data: memoryview
    image: WebpImage | None
    position: tuple[int, int]
    size: Size
    is_cleared: bool

    def covers(self, canvas: Size) -> bool:
        """Return whether the frame covers the whole canvas."""
        return self.position == (0, 0) and self.size == canvas


def image(chunks: Mapping[bytes, memoryview]) -> WebpImage | None:
    """Return the image in these chunks."""
    for kind in (b"VP8 ", b"VP8L"):
        if kind in chunks:
            return WebpImage(kind, chunks[kind], chunks.get(b"ALPH"))
    return None


def frame(data: memoryview) -> WebpFrame:
    """Return the frame in an `ANMF` chunk. Missing bytes count as 0."""
    header = bytes(data[:_FRAME_HEADER_SIZE]).ljust(_FRAME_HEADER_SIZE, b"\0")
    left, top, width, height = (int.from_bytes(header[at : at + 3], "little") for at in (0, 3, 6, 9))
    return WebpFrame(
        data=data,
        # As in libwebp, the image is the first chunk, or the second one after `ALPH`.
        image=image(dict(islice(riff_chunks.chunks(data[_FRAME_HEADER_SIZE:]), 2))),
        position=(2 * left, 2 * top),
        size=(width + 1, height + 1),
        is_cleared=bool(header[-1] & _CLEAR_FLAG),
    )


def have_alpha(frames: Iterable[WebpFrame], canvas: Size) -> bool:
    """Return whether pixels can be transparent in any frame, also where frames leave the canvas empty."""
    is_empty = True
    for each in frames:
        if (is_empty and not each.covers(canvas)) or (each.image is not None and each.image.has_alpha):
            return True
        is_empty = each.is_cleared
    return False


def canvas(extended: bytes) -> Size:
    """Return the size in the data of a `VP8X` chunk."""
    return int.from_bytes(extended[4:7], "little") + 1, int.from_bytes(extended[7:10], "little") + 1


def features(flags: int, size: Size) -> bytes:
    """Return the data of a `VP8X` chunk."""
    width, height = (max(1, side) - 1 for side in size)
    return flags.to_bytes(4, "little") + width.to_bytes(3, "little") + height.to_bytes(3, "little")
