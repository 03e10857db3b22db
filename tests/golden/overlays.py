"""The golden cases of overlays: a watermark at each position, faded, tiled, scaled down, on transparency."""

import hashlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

from chalicelib.models import POSITIONS, Overlay


def _watermark() -> bytes:
    """Draw a white ring with a translucent blue filling on a transparent background."""
    image = Image.new("RGBA", (27, 18), (0, 0, 0, 0))
    ImageDraw.Draw(image).ellipse((1, 1, 25, 16), fill=(20, 60, 200, 150), outline=(255, 255, 255), width=2)
    buffer = BytesIO()
    image.save(buffer, "png")
    return buffer.getvalue()


FILE = _watermark()
SHA256 = hashlib.sha256(FILE).hexdigest()


def overlays() -> Iterator[tuple[str, Overlay]]:
    """Yield the rest of a case's name, and the overlay."""
    for position in POSITIONS:
        yield position.replace(" ", "-"), _overlay(position=position, margin=4)
    yield "faded", _overlay(position="center", opacity=0.4)
    yield "tiled", _overlay(position="center", tile=True, margin=3)
    yield "scaled-down", _overlay(position="left", margin=24)


def _overlay(**settings: Any) -> Overlay:
    return Overlay(image="watermark.png", sha256=SHA256, **settings)
