"""Read and check the fields of a page. Unless noted, they raise CorruptImage or UnsupportedFormat."""

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

# More samples per pixel than any layout that can be rendered has. TIFF allows 65,535.
_MAX_SAMPLES = 16
_MAX_BITS = 64
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


def side(ifd: Ifd, tag: Base) -> int:
    """Return a width or height in pixels."""
    side = ifd.integer(tag, 0)
    if side < 1:
        raise CorruptImage(f"The TIFF is damaged: its tag {tag.name} is missing or invalid")
    return side


def is_tiled(ifd: Ifd) -> bool:
    """Return whether the page has tiles, not strips. Raises nothing."""
    return Base.TileWidth in ifd.entries


def block_size(ifd: Ifd, width: int, height: int) -> tuple[int, int]:
    """Return the size of tiles, or of strips but the last. By default, there is only one strip."""
    if is_tiled(ifd):
        return side(ifd, Base.TileWidth), side(ifd, Base.TileLength)
    rows = ifd.integer(Base.RowsPerStrip, height)
    return width, min(rows, height) if rows > 0 else height


def compression(ifd: Ifd) -> Compression:
    """Return how strips or tiles are compressed."""
    value = ifd.integer(Base.Compression, Compression.NONE)
    try:
        return Compression(value)
    except ValueError:
        name = OTHER_COMPRESSIONS.get(value, f"with the number {value}")
        raise UnsupportedFormat(
            f"TIFFs with the compression {name} are not supported; save the image with LZW or ZIP"
        ) from None


def samples_per_pixel(ifd: Ifd, compression: Compression) -> int:
    """Return the samples per pixel. Old JPEGs without the tag have three."""
    samples = ifd.integer(Base.SamplesPerPixel, 3 if compression is Compression.OLD_JPEG else 1)
    if not 1 <= samples <= _MAX_SAMPLES:
        raise UnsupportedFormat(
            f"TIFFs with {samples} samples per pixel are not supported; save the image as RGB"
        )
    return samples


def photometric(ifd: Ifd, compression: Compression, samples: int) -> Photometric:
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
            f"TIFFs with the color space {value} are not supported; save the image as RGB"
        ) from None
    if photometric is Photometric.CMYK and inks != _CMYK_INKS:
        raise UnsupportedFormat("TIFFs with inks other than CMYK are not supported; save the image as RGB")
    if photometric is not Photometric.YCBCR and samples < COLORS.get(photometric, 1):
        raise CorruptImage("The TIFF is damaged: it has fewer samples per pixel than its color space needs")
    return photometric


def colors(photometric: Photometric, samples: int) -> int:
    """Return how many samples of a pixel are colors. Raises nothing."""
    return min(COLORS.get(photometric, 1), samples)


def bits(ifd: Ifd, compression: Compression, samples: int) -> int:
    """Return the bits of each sample."""
    default = 8 if compression in (Compression.OLD_JPEG, Compression.JPEG) else 1
    sizes = set(ifd.integers(Base.BitsPerSample, samples)) or {default}
    if len(sizes) > 1:
        raise UnsupportedFormat(
            "TIFFs with samples of different sizes are not supported; save the image as RGB"
        )
    size = sizes.pop()
    if not 1 <= size <= _MAX_BITS:
        raise CorruptImage("The TIFF is damaged: its tag BitsPerSample is invalid")
    return size


def sample(ifd: Ifd) -> Sample:
    """Return the format of the samples. Undefined ones are taken as unsigned."""
    value = ifd.integer(Base.SampleFormat, Sample.UNSIGNED)
    try:
        return Sample.UNSIGNED if value == _UNDEFINED else Sample(value)
    except ValueError:
        raise UnsupportedFormat(
            "TIFFs with complex numbers are not supported; save the image as RGB"
        ) from None


def is_planar(ifd: Ifd, samples: int) -> bool:
    """Return whether each sample has its own strips or tiles."""
    return samples > 1 and ifd.integer(Base.PlanarConfiguration, 1) == _SEPARATE_PLANES


def predictor(ifd: Ifd, compression: Compression) -> Predictor:
    """Return how samples were prepared. Methods of compression without predictors ignore the tag."""
    predicted = compression in _PREDICTABLE
    value = ifd.integer(Base.Predictor, Predictor.NONE) if predicted else Predictor.NONE
    try:
        return Predictor(value)
    except ValueError:
        raise CorruptImage("The TIFF is damaged: its tag Predictor is invalid") from None


def alpha(ifd: Ifd, photometric: Photometric, samples: int) -> Extra | None:
    """Return what the first extra sample means.

    ImageMagick and libvips show a single unspecified sample as alpha. Several of them, or those in planes of
    their own, are other channels.
    """
    extras = samples - colors(photometric, samples)
    if extras < 1 or photometric not in _WITH_ALPHA:
        return None
    kind = ifd.integer(Base.ExtraSamples, Extra.UNSPECIFIED)
    if kind == Extra.UNSPECIFIED:
        return Extra.UNSPECIFIED if extras == 1 and not is_planar(ifd, samples) else None
    return Extra.ASSOCIATED_ALPHA if kind == Extra.ASSOCIATED_ALPHA else Extra.UNASSOCIATED_ALPHA
