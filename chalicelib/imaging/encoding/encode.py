"""Encode still images in each output format. The same pixels and settings give the same bytes."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from PIL import Image

from chalicelib.imaging.budget.time_budget import NO_TIME_LIMIT, TimeBudget
from chalicelib.imaging.crop_and_pad import flatten
from chalicelib.imaging.encoding import avif_plugin, jpeg_tables, memory_file, png_output
from chalicelib.imaging.encoding.source_coding import JpegCoding, SourceCoding
from chalicelib.imaging.metadata.keep import Metadata, metadata_options
from chalicelib.models import Format, VariantPlan, VariantSpec

# The encoder quality for `quality: best`, which also decodes more pixels (see decode_size.py).
_BEST_QUALITY = 90
# What the next slower setting would gain, measured on photos of 300 and 1600 pixels:
# jpeg  progressive saves 5% of the bytes but takes 5 times as long.
# png   level 6, Pillow's default, saves 3 to 4% but takes 2.6 times as long.
# webp  method 4 saves 5 to 7% at the same SSIMULACRA2 but takes twice as long. Opaque photos use it. With
#       alpha, which is compressed without loss, or with a second attempt, it takes up to 450 ns per pixel,
#       more than the budget (see variant_cost.py).
# avif  speed 8 saves 12% at the same SSIMULACRA2 but takes 3.4 times as long; chroma 4:4:4 saves 8% but takes
#       half as much memory again. One thread, because variants are encoded in parallel.
SETTINGS: Mapping[Format, Mapping[str, Any]] = MappingProxyType(
    {
        "jpeg": {"optimize": True},
        "png": {"compress_level": 4},
        "webp": {"method": 2},
        "avif": {"speed": 9, "max_threads": 1},
        "gif": {},
    }
)

# Icons and pixel art of at most this many pixels keep the full resolution of the colors, which would
# otherwise run into their neighbors, and libjpeg's table, which keeps their finest detail.
_SMALL = 100 * 100
_FULL_CHROMA: Mapping[str, Any] = MappingProxyType({"subsampling": "4:4:4"})
# Without loss, small drawings take 0.1 to 2.2 times the bytes of lossy WebP, and small photos 2.7 to 8 times.
_LOSSLESS_COST = 2.5
_PHOTO_WEBP: Mapping[str, Any] = MappingProxyType({"method": 4})
# Here `quality` is the effort: a higher one takes twice as long for 1% of the bytes.
_LOSSLESS_WEBP: Mapping[str, Any] = MappingProxyType({"lossless": True, "quality": 20})
_FEW_COLORS = 256
# With any other quality, Pillow scales the quantization tables that it is given.
_AS_IS = -1


def quality(spec: VariantSpec) -> int:
    """Return the encoder quality (1..100)."""
    return _BEST_QUALITY if spec.quality == "best" else spec.quality


def encode(
    image: Image.Image,
    plan: VariantPlan,
    kept: Metadata,
    source: SourceCoding,
    time: TimeBudget = NO_TIME_LIMIT,
) -> bytes:
    """Return the encoded file. It contains the pixels and `kept`, but no other metadata.

    Raises TooComplex or OutOfTime if the time is over before an attempt.
    """
    options: dict[str, Any] = {
        **SETTINGS[plan.format],
        "quality": quality(plan.spec),
        **metadata_options(plan.format, kept),
    }
    if plan.format == "jpeg":
        flat = flatten(image, plan.spec.background)
        options |= _jpeg_options(flat, options["quality"], source.limit(plan))
        return _saved(flat, "jpeg", options, time)
    if plan.format == "png":
        return png_output.encode(image, lambda layout: _saved(layout, "png", options, time), source)
    if plan.format == "webp":
        return _webp(image, options, time)
    if plan.format == "gif":
        # Only GIF needs these modules and ctypes, so cold starts do not load them.
        from chalicelib.imaging.animation.encode_still_gif import encode_still  # noqa: PLC0415

        return encode_still(image)
    avif_plugin.register()
    return _saved(image, plan.format, {**options, **_avif_options(image)}, time)


def _jpeg_options(image: Image.Image, wanted: int, source: JpegCoding | None) -> dict[str, Any]:
    """Return the chroma subsampling and the tables: the source's unless they are finer than wanted."""
    # A source in color has a grayscale variant, which has no chroma.
    subsampling = source.subsampling if source and image.mode != "L" else 0
    if source and jpeg_tables.are_as_coarse(source.tables, wanted):
        options: dict[str, Any] = {"qtables": source.tables, "progressive": source.progressive}
    else:
        options = {} if _is_small(image) else {"qtables": jpeg_tables.of_quality(wanted)}
    if options:
        options["quality"] = _AS_IS
    if _is_small(image):
        options["subsampling"] = subsampling
    return options


def _webp(image: Image.Image, options: Mapping[str, Any], time: TimeBudget) -> bytes:
    """Encode without loss if that is smaller, and small images also if it is a little larger.

    Lossy WebP always halves the resolution of the colors.
    """
    if not _is_small(image) and image.getcolors(_FEW_COLORS) is None:
        method = {} if image.has_transparency_data else _PHOTO_WEBP
        return _saved(image, "webp", {**options, **method}, time)
    lossy = _saved(image, "webp", options, time)
    lossless = _saved(image, "webp", {**options, **_LOSSLESS_WEBP}, time)
    return lossless if len(lossless) <= len(lossy) * (_LOSSLESS_COST if _is_small(image) else 1) else lossy


def _avif_options(image: Image.Image) -> Mapping[str, Any]:
    """Return the chroma subsampling. Gray images have no chroma."""
    return _FULL_CHROMA if _is_small(image) and image.mode != "L" else {}


def _is_small(image: Image.Image) -> bool:
    return image.width * image.height <= _SMALL


def _saved(image: Image.Image, format_: Format, options: Mapping[str, Any], time: TimeBudget) -> bytes:
    time.check()
    return memory_file.saved(image, format_, **options)
