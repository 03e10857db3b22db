"""Encode still images in each output format. The same pixels and settings give the same bytes."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import IO, Any

from PIL import Image

from chalicelib.imaging import memory_file
from chalicelib.imaging.animation import gif_palette
from chalicelib.imaging.crop_and_pad import flatten
from chalicelib.imaging.metadata.encoder_options import metadata_options
from chalicelib.imaging.metadata.keep import Metadata
from chalicelib.models import Format, VariantPlan, VariantSpec

# The encoder quality for `quality: best`, which also decodes more pixels (see decode_size.py).
_BEST_QUALITY = 90
# What the next slower setting would gain, measured on photos of 300 and 1600 pixels:
# jpeg  progressive saves 5% of the bytes but takes 5 times as long.
# png   level 6, Pillow's default, saves 3 to 4% but takes 2.6 times as long.
# webp  method 4 saves 3% but takes twice as long; SSIMULACRA2 differs by 0.8.
# avif  speed 8 saves 5% but takes 2.4 times as long. One thread, because variants are encoded in parallel.
SETTINGS: Mapping[Format, Mapping[str, Any]] = MappingProxyType(
    {
        "jpeg": {"optimize": True},
        "png": {"compress_level": 4},
        "webp": {"method": 2},
        "avif": {"speed": 9, "max_threads": 1},
        "gif": {},
    }
)


def quality(spec: VariantSpec) -> int:
    """Return the encoder quality (1..100)."""
    return _BEST_QUALITY if spec.quality == "best" else spec.quality


def encode(image: Image.Image, plan: VariantPlan, kept: Metadata) -> bytes:
    """Return the encoded file. It contains the pixels and `kept`, but no other metadata."""
    options: dict[str, Any] = {
        **SETTINGS[plan.format],
        "quality": quality(plan.spec),
        **metadata_options(plan.format, kept),
    }
    writable = _writable(image, plan)

    def write(file: IO[bytes]) -> None:
        writable.save(file, format=plan.format, **options)

    return memory_file.bytes_from(write)


def _writable(image: Image.Image, plan: VariantPlan) -> Image.Image:
    """Convert the image to a mode that the format supports."""
    if plan.format == "jpeg":
        return flatten(image, plan.spec.background)
    if plan.format == "gif":
        return gif_palette.to_palette([image])[0]
    return image
