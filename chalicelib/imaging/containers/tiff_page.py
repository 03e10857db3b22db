"""How a page of a TIFF stores its pixels. The input is untrusted."""

from dataclasses import dataclass

from PIL.ExifTags import Base

from chalicelib.errors import CorruptImage, UnsupportedFormat
from chalicelib.imaging.containers.ifd import Ifd
from chalicelib.imaging.containers.tiff_tags import (
    COLORS,
    OTHER_COMPRESSIONS,
    Compression,
    Extra,
    Photometric,
    Predictor,
    Sample,
)

MAX_PROFILE = 16_000_000
"""The maximum size of an ICC profile in bytes."""

# More samples per pixel than any layout that can be rendered has. TIFF allows 65,535.
_MAX_SAMPLES = 16
_SEPARATE_PLANES = 2
_CMYK_INKS = 1
_UNDEFINED = 4
_CCITT = (Compression.CCITT_RLE, Compression.CCITT_T4, Compression.CCITT_T6)
_PREDICTABLE = (
    *(Compression.LZW, Compression.ADOBE_DEFLATE, Compression.DEFLATE),
    *(Compression.LZMA, Compression.ZSTD),
)
_WITH_ALPHA = (
    *(Photometric.WHITE_IS_ZERO, Photometric.BLACK_IS_ZERO),
    *(Photometric.RGB, Photometric.PALETTE, Photometric.CMYK),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """How a page stores its pixels.

    Each pixel has `samples` samples of `bits` bits. The first `colors` are colors; `alpha` is the meaning of
    the next one, None if it is not alpha. Strips and tiles are blocks of `block_width` x `block_height`
    pixels. If the page is `planar`, each sample has its own blocks.
    """

    ifd: Ifd
    width: int
    height: int
    bits: int
    samples: int
    colors: int
    alpha: Extra | None
    sample: Sample
    photometric: Photometric
    compression: Compression
    predictor: Predictor
    planar: bool
    tiled: bool
    block_width: int
    block_height: int

    @property
    def samples_per_block(self) -> int:
        """The samples of a pixel that are in the same block."""
        return 1 if self.planar else self.samples

    @property
    def row_bytes(self) -> int:
        """The bytes of one row of a block, decompressed. Not valid for subsampled YCbCr."""
        return (self.block_width * self.samples_per_block * self.bits + 7) // 8

    @property
    def blocks_across(self) -> int:
        """The blocks that are next to each other."""
        return -(-self.width // self.block_width)

    @property
    def blocks_per_plane(self) -> int:
        """All blocks, or the ones of one sample if the page is planar."""
        return self.blocks_across * -(-self.height // self.block_height)

    def rows_of(self, block: int) -> int:
        """Return the rows of a block of the first plane. The last strip can have fewer."""
        if self.tiled:
            return self.block_height
        return min(self.block_height, self.height - block * self.block_height)


def read_page(ifd: Ifd) -> Page:
    """Return how the page stores its pixels. Raises CorruptImage, UnsupportedFormat."""
    compression = _compression(ifd)
    samples = _samples(ifd, compression)
    photometric = _photometric(ifd, compression, samples)
    colors = min(COLORS.get(photometric, 1), samples)
    width, height = _side(ifd, Base.ImageWidth), _side(ifd, Base.ImageLength)
    tiled = Base.TileWidth in ifd.entries
    planar = samples > 1 and ifd.integer(Base.PlanarConfiguration, 1) == _SEPARATE_PLANES
    return Page(
        ifd=ifd,
        width=width,
        height=height,
        bits=_bits(ifd, compression, samples),
        samples=samples,
        colors=colors,
        alpha=_alpha(ifd, photometric, samples - colors, planar=planar),
        sample=_sample(ifd),
        photometric=photometric,
        compression=compression,
        predictor=_predictor(ifd, compression),
        planar=planar,
        tiled=tiled,
        block_width=_side(ifd, Base.TileWidth) if tiled else width,
        block_height=_side(ifd, Base.TileLength) if tiled else _rows_per_strip(ifd, height),
    )


def _side(ifd: Ifd, tag: Base) -> int:
    side = ifd.integer(tag, 0)
    if side < 1:
        raise CorruptImage(f"The TIFF is damaged: its tag {tag.name} is missing or invalid.")
    return side


def _rows_per_strip(ifd: Ifd, height: int) -> int:
    rows = ifd.integer(Base.RowsPerStrip, height)
    return min(rows, height) if rows > 0 else height


def _compression(ifd: Ifd) -> Compression:
    value = ifd.integer(Base.Compression, Compression.NONE)
    try:
        return Compression(value)
    except ValueError:
        name = OTHER_COMPRESSIONS.get(value, f"with the number {value}")
        raise UnsupportedFormat(
            f"TIFFs with the compression {name} are not supported. Save the TIFF with LZW or ZIP."
        ) from None


def _samples(ifd: Ifd, compression: Compression) -> int:
    samples = ifd.integer(Base.SamplesPerPixel, 3 if compression is Compression.OLD_JPEG else 1)
    if not 1 <= samples <= _MAX_SAMPLES:
        raise UnsupportedFormat(f"TIFFs with {samples} samples per pixel are not supported. Save it as RGB.")
    return samples


def _photometric(ifd: Ifd, compression: Compression, samples: int) -> Photometric:
    """Return the photometric interpretation. If it is missing, guess as libtiff's TIFFRGBAImageBegin does."""
    colored = samples >= COLORS[Photometric.RGB]
    if colored and compression is Compression.OLD_JPEG:
        return Photometric.YCBCR
    black = Photometric.WHITE_IS_ZERO if compression in _CCITT else Photometric.BLACK_IS_ZERO
    value = ifd.integer(Base.PhotometricInterpretation, Photometric.RGB if colored else black)
    inks = ifd.integer(Base.InkSet, _CMYK_INKS)
    try:
        photometric = Photometric(value)
    except ValueError:
        raise UnsupportedFormat(
            f"TIFFs with the color space {value} are not supported. Save it as RGB."
        ) from None
    if photometric is Photometric.CMYK and inks != _CMYK_INKS:
        raise UnsupportedFormat("TIFFs with inks other than CMYK are not supported. Save the TIFF as RGB.")
    if photometric is not Photometric.YCBCR and samples < COLORS.get(photometric, 1):
        raise CorruptImage("The TIFF is damaged: it has fewer samples per pixel than its color space needs.")
    return photometric


def _bits(ifd: Ifd, compression: Compression, samples: int) -> int:
    default = 8 if compression in (Compression.OLD_JPEG, Compression.JPEG) else 1
    bits = set(ifd.integers(Base.BitsPerSample, samples)) or {default}
    if len(bits) > 1:
        raise UnsupportedFormat("TIFFs with samples of different sizes are not supported. Save it as RGB.")
    return bits.pop()


def _sample(ifd: Ifd) -> Sample:
    value = ifd.integer(Base.SampleFormat, Sample.UNSIGNED)
    try:
        return Sample.UNSIGNED if value == _UNDEFINED else Sample(value)
    except ValueError:
        raise UnsupportedFormat(
            "TIFFs with complex numbers are not supported. Save the TIFF as RGB."
        ) from None


def _predictor(ifd: Ifd, compression: Compression) -> Predictor:
    predicted = compression in _PREDICTABLE
    value = ifd.integer(Base.Predictor, Predictor.NONE) if predicted else Predictor.NONE
    try:
        return Predictor(value)
    except ValueError:
        raise CorruptImage("The TIFF is damaged: its tag Predictor is invalid.") from None


def _alpha(ifd: Ifd, photometric: Photometric, extras: int, *, planar: bool) -> Extra | None:
    """Return what the first extra sample means.

    ImageMagick and libvips show a single unspecified sample as alpha. Several of them, or those in planes of
    their own, are other channels.
    """
    if extras < 1 or photometric not in _WITH_ALPHA:
        return None
    kind = ifd.integer(Base.ExtraSamples, Extra.UNSPECIFIED)
    if kind == Extra.UNSPECIFIED:
        return Extra.UNSPECIFIED if extras == 1 and not planar else None
    return Extra.ASSOCIATED_ALPHA if kind == Extra.ASSOCIATED_ALPHA else Extra.UNASSOCIATED_ALPHA
