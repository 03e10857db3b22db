"""Decode the frames of a GIF one by one.

Pillow decodes each as a file of its own, because it draws animations differently from browsers: free canvas
is filled with the background color, and any frame can enlarge the canvas.
File format: https://www.w3.org/Graphics/GIF/spec-gif89a.txt
"""

from collections.abc import Iterator
from io import BytesIO

from msgspec import Struct
from PIL import Image
from PIL.GifImagePlugin import GifImageFile

from chalicelib.errors import CorruptImage
from chalicelib.imaging.animation.canvas import Disposal, Patch
from chalicelib.imaging.containers import gif_blocks
from chalicelib.imaging.containers.gif_blocks import Block, Kind

# All other values mean KEEP. Browsers read 4, which the specification does not define, like 3.
_DISPOSALS = {2: Disposal.CLEAR, 3: Disposal.RESTORE, 4: Disposal.RESTORE}
_NO_CONTROL = bytes(4)
_HAS_TRANSPARENCY, _INTERLACED, _PALETTE_OF_256 = 0x01, 0x40, 0x87
_PALETTE_SIZE = 3 * 256
# A frame after the first is cut to the canvas, but decoded as a whole. The limits count only the pixels of
# the canvas, so frames with many more pixels are refused.
_MAX_EXCESS, _ALWAYS_ALLOWED = 4, 1 << 16


class Frame(Struct, frozen=True):
    """A frame that is not decoded yet. `box` is its area on the canvas: left, top, right, bottom.

    `transparent` is the palette index of transparent pixels, `duration` is in milliseconds, and `data` is
    the code size with the data sub-blocks.
    """

    box: tuple[int, int, int, int]
    duration: int
    disposal: Disposal
    transparent: int | None
    interlaced: bool
    palette: bytes
    data: bytes

    @property
    def size(self) -> tuple[int, int]:
        """The width and height."""
        left, top, right, bottom = self.box
        return right - left, bottom - top


def frames(content: bytes) -> Iterator[Frame]:
    """Yield the frames. A graphic control extension applies to the next frame only."""
    table = content[gif_blocks.SCREEN_END : gif_blocks.first_block(content)]
    control = _NO_CONTROL
    for block in gif_blocks.blocks(content):
        if block.kind is Kind.GRAPHIC_CONTROL:
            control = content[block.start + 3 : min(block.start + 7, block.end)].ljust(4, b"\0")
        elif block.kind is Kind.IMAGE:
            yield _frame(content, block, control, table)
            control = _NO_CONTROL


def canvas_size(content: bytes, first: Frame) -> tuple[int, int]:
    """Return the size of the canvas: the logical screen, enlarged for the first frame, as in browsers."""
    return max(_u16(content, 6), first.box[2]), max(_u16(content, 8), first.box[3])


def patches(content: bytes) -> Iterator[Patch]:
    """Decode frame by frame. Raises CorruptImage, and Pillow's errors for broken frames."""
    most = _ALWAYS_ALLOWED
    for number, frame in enumerate(frames(content)):
        if number == 0:
            most = max(most, _MAX_EXCESS * _area(canvas_size(content, frame)))
        elif _area(frame.size) > most:
            raise CorruptImage("A frame of the animation is much larger than the image")
        yield patch(frame)


def patch(frame: Frame) -> Patch:
    """Decode a frame. Raises Pillow's errors."""
    mode = "RGB" if frame.transparent is None else "RGBA"
    return Patch(decode(frame).convert(mode), frame.box[:2], frame.duration, frame.disposal)


def decode(frame: Frame) -> Image.Image:
    """Return the pixels with a palette, or as L if it is that of L. Raises Pillow's errors."""
    if not _area(frame.size):
        return Image.new("P", frame.size)
    width, height = frame.size
    size = width.to_bytes(2, "little") + height.to_bytes(2, "little")
    flags = bytes([_PALETTE_OF_256 | _INTERLACED * frame.interlaced])
    # Browsers show black for colors that the palette does not have.
    palette = frame.palette.ljust(_PALETTE_SIZE, b"\0")
    parts = (b"GIF89a", size, bytes(3), _control(frame), b",", bytes(4), size, flags, palette, frame.data)
    image = GifImageFile(BytesIO(b"".join(parts) + b";"))
    image.load()
    return image


def _frame(content: bytes, block: Block, control: bytes, table: bytes) -> Frame:
    left, top, width, height = (_u16(content, block.start + offset) for offset in (1, 3, 5, 7))
    data = gif_blocks.data_start(content, block.start) - 1
    return Frame(
        box=(left, top, left + width, top + height),
        duration=10 * _u16(control, 1),
        disposal=_DISPOSALS.get(control[0] >> 2 & 7, Disposal.KEEP),
        transparent=control[3] if control[0] & _HAS_TRANSPARENCY else None,
        interlaced=bool(content[block.start + 9] & _INTERLACED),
        palette=content[block.start + 10 : data] or table,
        data=content[data : block.end],
    )


def _control(frame: Frame) -> bytes:
    if frame.transparent is None:
        return b""
    return bytes((0x21, 0xF9, 4, _HAS_TRANSPARENCY, 0, 0, frame.transparent, 0))


def _area(size: tuple[int, int]) -> int:
    return size[0] * size[1]


def _u16(content: bytes, at: int) -> int:
    return int.from_bytes(content[at : at + 2], "little")
