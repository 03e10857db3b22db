"""Read the header of a BMP: Windows versions 3 to 5, and OS/2 versions 1 and 2. The input is untrusted.

File format: https://learn.microsoft.com/windows/win32/gdi/bitmap-storage and
https://www.fileformat.info/format/os2bmp/egff.htm
"""

from enum import IntEnum
from struct import unpack_from
from types import MappingProxyType

from msgspec import Struct

from chalicelib.errors import CorruptImage, UnsupportedFormat

FILE_HEADER = 14
_CORE, _INFO, _V2, _V3, _OS2, _V4, _V5 = 12, 40, 52, 56, 64, 108, 124
_WINDOWS = (_INFO, _V2, _V3, _V4, _V5)
# OS/2 headers can end after any field from the number of bits on.
_SIZES = {_CORE, *range(16, _OS2 + 1), _V4, _V5}
_MASKS_AT = FILE_HEADER + _INFO
_WITH_ALPHA = (_V3, _V4, _V5)
_MAX_INDEX_BITS = 8
_MASKED_BITS = (16, 32)

Masks = tuple[int, int, int, int]
"""The bits of red, green, blue and alpha in a pixel. 0 means that there are none."""

_X1R5G5B5: Masks = (0x7C00, 0x3E0, 0x1F, 0)
_X8R8G8B8: Masks = (0xFF0000, 0xFF00, 0xFF, 0)
_A8 = 0xFF000000


class Compression(IntEnum):
    """How pixels are stored (biCompression)."""

    NONE = 0
    RLE8 = 1
    RLE4 = 2
    BIT_FIELDS = 3
    RLE24 = 4
    ALPHA_BIT_FIELDS = 6


_BIT_FIELDS = (Compression.BIT_FIELDS, Compression.ALPHA_BIT_FIELDS)
_BITS = MappingProxyType(
    {
        Compression.NONE: (1, 2, 4, 8, 16, 24, 32),
        Compression.RLE8: (8,),
        Compression.RLE4: (4,),
        Compression.BIT_FIELDS: (16, 24, 32),
        Compression.RLE24: (24,),
        Compression.ALPHA_BIT_FIELDS: (16, 24, 32),
    }
)
# In Windows' headers, 4 and 5 mean JPEG and PNG. In OS/2's, 3 is Huffman, and 4 is RLE24.
_UNSUPPORTED = MappingProxyType(
    {
        **{(windows, 4): "a JPEG for printers in a BMP" for windows in _WINDOWS},
        **{(windows, 5): "a PNG for printers in a BMP" for windows in _WINDOWS},
        (_OS2, 3): "a BMP with Huffman compression",
    }
)


class Header(Struct, frozen=True, kw_only=True):
    """Where a BMP has its palette and pixels, and how they are stored."""

    size: int
    width: int
    height: int
    top_down: bool
    bits: int
    compression: Compression
    masks: Masks
    palette_at: int
    color_size: int
    colors: int
    pixels_at: int

    @property
    def row_bytes(self) -> int:
        """The bytes of a row that is not compressed, padded to 32 bits."""
        return (self.width * self.bits + 31) // 32 * 4


def _start(content: bytes) -> tuple[int, int]:
    """Return where the pixels are, and the size of the header after the file's."""
    if len(content) < FILE_HEADER + _CORE:
        raise CorruptImage("The BMP is truncated: its header is incomplete")
    pixels_at, size = unpack_from("<II", content, 10)
    if size not in _SIZES:
        raise CorruptImage("The BMP is damaged: its header has an invalid size")
    return pixels_at, size


def _fields(content: bytes, size: int) -> tuple[int, int, int, int, int]:
    """Return width, height, bits, the number of the compression, and the number of colors."""
    # Fields that the header does not contain are 0.
    fields = content[FILE_HEADER + 4 : FILE_HEADER + size].ljust(_V5, b"\0")
    number = declared = 0
    if size == _CORE:
        width, height, bits = unpack_from("<HH2xH", fields)
    else:
        width, height, bits, number, declared = unpack_from("<ii2xHI12xI", fields)
    if width < 1 or height == 0:
        raise CorruptImage("The BMP is damaged: its width or height is invalid")
    return width, height, bits, number, declared


def read_header(content: bytes) -> Header:
    """Return the header. Raises CorruptImage, UnsupportedFormat."""
    pixels_at, size = _start(content)
    width, height, bits, number, declared = _fields(content, size)
    compression = _compression(number, size, bits)
    palette_at = FILE_HEADER + size + _masks_after(size, compression)
    colors, color_size = _palette(size, bits, declared)
    if pixels_at <= FILE_HEADER + size:  # Some writers forget the palette here.
        pixels_at = palette_at + colors * color_size
    return Header(
        size=size,
        width=width,
        height=abs(height),
        top_down=height < 0,
        bits=bits,
        compression=compression,
        masks=_masks(content, size, bits, compression),
        palette_at=palette_at,
        color_size=color_size,
        colors=min(colors, (pixels_at - palette_at) // color_size),
        pixels_at=pixels_at,
    )


def _compression(number: int, size: int, bits: int) -> Compression:
    kind = _UNSUPPORTED.get((size, number))
    try:
        compression = Compression(number)
    except ValueError:
        kind = kind or "a BMP with an unknown compression"
    if kind:
        raise UnsupportedFormat(f"This file is {kind}; save the image as PNG")
    if bits not in _BITS[compression]:
        raise CorruptImage(f"The BMP is damaged: pixels of {bits} bits do not match its compression")
    return compression


def _palette(size: int, bits: int, declared: int) -> tuple[int, int]:
    """Return the number of colors, and the bytes of each."""
    colors = min(declared or 1 << bits, 1 << bits) if bits <= _MAX_INDEX_BITS else 0
    return colors, 3 if size == _CORE else 4


def _masks_after(size: int, compression: Compression) -> int:
    """Return the bytes of masks that follow a header without room for them."""
    masks = {Compression.BIT_FIELDS: 12, Compression.ALPHA_BIT_FIELDS: 16}
    return masks.get(compression, 0) if size == _INFO else 0


def _masks(content: bytes, size: int, bits: int, compression: Compression) -> Masks:
    """Return the masks. The alpha mask of a Windows header is valid without bit fields too."""
    default = _X1R5G5B5 if bits == 16 else _X8R8G8B8  # noqa: PLR2004  as in the name
    if bits not in _MASKED_BITS or len(content) < _MASKS_AT + 16:
        return default
    red, green, blue, alpha = (mask & (1 << bits) - 1 for mask in unpack_from("<IIII", content, _MASKS_AT))
    if size not in _WITH_ALPHA and compression is not Compression.ALPHA_BIT_FIELDS:
        alpha = 0
    if compression not in _BIT_FIELDS:
        return (*default[:3], _A8) if alpha and default == _X8R8G8B8 else default
    return (red, green, blue, alpha) if red or green or blue else (*default[:3], alpha)
