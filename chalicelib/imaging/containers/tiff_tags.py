"""The values of TIFF's tags that Darkroom knows (TIFF 6.0 and its technical notes)."""

from enum import IntEnum
from types import MappingProxyType


class Photometric(IntEnum):
    """How samples become colors (PhotometricInterpretation)."""

    WHITE_IS_ZERO = 0
    BLACK_IS_ZERO = 1
    RGB = 2
    PALETTE = 3
    CMYK = 5
    YCBCR = 6
    CIELAB = 8
    ICCLAB = 9


class Sample(IntEnum):
    """What the bits of a sample mean (SampleFormat)."""

    UNSIGNED = 1
    SIGNED = 2
    FLOAT = 3


class Compression(IntEnum):
    """How strips and tiles are compressed. These are the methods that Pillow's libtiff supports."""

    NONE = 1
    CCITT_RLE = 2
    CCITT_T4 = 3
    CCITT_T6 = 4
    LZW = 5
    OLD_JPEG = 6
    JPEG = 7
    ADOBE_DEFLATE = 8
    PACKBITS = 32773
    THUNDERSCAN = 32809
    DEFLATE = 32946
    LZMA = 34925
    ZSTD = 50000


class Extra(IntEnum):
    """What a sample after the colors means (ExtraSamples). Associated alpha is premultiplied."""

    UNSPECIFIED = 0
    ASSOCIATED_ALPHA = 1
    UNASSOCIATED_ALPHA = 2


class Predictor(IntEnum):
    """How samples were prepared for compression."""

    NONE = 1
    HORIZONTAL = 2
    FLOAT = 3


# The samples per pixel that are colors. All others have one.
COLORS = MappingProxyType(
    {
        Photometric.RGB: 3,
        Photometric.CMYK: 4,
        Photometric.YCBCR: 3,
        Photometric.CIELAB: 3,
        Photometric.ICCLAB: 3,
    }
)

# The names of methods of compression that are not supported.
OTHER_COMPRESSIONS = MappingProxyType(
    {33003: "JPEG 2000", 33005: "JPEG 2000", 34712: "JPEG 2000", 34661: "JBIG", 34676: "LogLuv"}
    | {34677: "LogLuv", 34887: "LERC", 34934: "JPEG XR", 50001: "WebP", 50002: "JPEG XL", 52546: "JPEG XL"}
)
