"""An overlay, and an engine that has it."""

import hashlib
from typing import Any

from PIL import Image, ImageDraw

from chalicelib.domain.geometry import plan
from chalicelib.imaging import Limits, PillowEngine
from chalicelib.models import Overlay, Rendered, VariantSpec
from tests.unit.imaging.samples import encoded


def mark(width: int = 24, height: int = 12) -> Image.Image:
    """Draw a translucent red bar with an opaque white left half over nothing."""
    image = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 2, width - 1, height - 3), fill=(220, 30, 30, 160))
    draw.rectangle((0, 2, width // 2 - 1, height - 3), fill=(255, 255, 255, 255))
    return image


def overlay_of(content: bytes, **settings: Any) -> Overlay:
    """Return the setting of a preset that uses this file."""
    return Overlay(image="mark.png", sha256=hashlib.sha256(content).hexdigest(), **settings)


def render_with(overlay: bytes, content: bytes, *specs: VariantSpec) -> tuple[Rendered, ...]:
    """Render the presets with an engine that has this overlay."""
    engine = PillowEngine(Limits(), {hashlib.sha256(overlay).hexdigest(): overlay})
    info = engine.inspect(content)
    return engine.render(content, info, plan(info, specs)).variants


MARK = encoded(mark(), "png")
