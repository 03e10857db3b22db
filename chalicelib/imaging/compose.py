"""Crops or pads a scaled picture to its variant's canvas."""

from PIL import Image, ImageColor

from chalicelib.imaging import entropy
from chalicelib.models import VariantPlan


def compose(scaled: Image.Image, plan: VariantPlan) -> Image.Image:
    """Return the variant's pixels: `scaled` as it is, cropped around the focus, or centred on a canvas."""
    if plan.width > scaled.width or plan.height > scaled.height:
        return _padded(scaled, plan)
    if (plan.width, plan.height) != scaled.size:
        return _cropped(scaled, plan)
    return scaled


def _cropped(scaled: Image.Image, plan: VariantPlan) -> Image.Image:
    focus = plan.focus or entropy.focus(scaled, plan.width, plan.height)
    left = _start(focus[0], scaled.width, plan.width)
    top = _start(focus[1], scaled.height, plan.height)
    return scaled.crop((left, top, left + plan.width, top + plan.height))


def _start(focus: float, available: int, wanted: int) -> int:
    """Return where a window of `wanted` pixels begins that has the focus as near its middle as can be."""
    return max(0, min(available - wanted, round(focus * available - wanted / 2)))


def _padded(scaled: Image.Image, plan: VariantPlan) -> Image.Image:
    color = ImageColor.getrgb(plan.spec.background)
    mode = "RGBA" if scaled.mode == "RGBA" or (len(color) > 3 and color[3] < 255) else "RGB"  # noqa: PLR2004  channels
    canvas = Image.new(mode, (plan.width, plan.height), color)
    at = ((plan.width - scaled.width) // 2, (plan.height - scaled.height) // 2)
    if scaled.mode == "RGBA":
        canvas.alpha_composite(scaled, at)
    else:
        canvas.paste(scaled, at)
    return canvas


def flattened(image: Image.Image, background: str) -> Image.Image:
    """Lay a transparent picture over its background, for formats that cannot keep transparency."""
    if image.mode != "RGBA":
        return image
    canvas = Image.new("RGB", image.size, ImageColor.getrgb(background)[:3])
    canvas.paste(image, mask=image.getchannel("A"))
    return canvas
