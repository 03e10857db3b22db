"""Writes a finished picture in each output format. Same pixels, same settings: same bytes."""

from collections.abc import Mapping
from io import BytesIO
from types import MappingProxyType
from typing import Any

from PIL import Image

from chalicelib.imaging.compose import flattened
from chalicelib.models import Format, VariantSpec

# What `quality: best` means to an encoder; it also asks for the more faithful decoding (see engine.py).
_BEST_QUALITY = 90
_SETTINGS: Mapping[Format, Mapping[str, Any]] = MappingProxyType(
    {
        "jpeg": {"optimize": True},
        "png": {},
        "webp": {"method": 2},
        "avif": {"speed": 9},
        "gif": {},
    }
)


def encode(image: Image.Image, format_: Format, spec: VariantSpec, exif: bytes = b"") -> bytes:
    """Return the file. Nothing but pixels goes in, and `exif` where the preset keeps some of it."""
    quality = _BEST_QUALITY if spec.quality == "best" else spec.quality
    clean = flattened(image, spec.background) if format_ == "jpeg" else image.copy()
    clean.info.clear()
    buffer = BytesIO()
    kept = {"exif": exif} if exif else {}
    clean.save(buffer, format=format_, quality=quality, **_SETTINGS[format_], **kept)
    return buffer.getvalue()
