"""Draws one variant's pixels from the pyramid: scaled, then cropped or padded to its canvas."""

from PIL import Image, ImageColor

from chalicelib.imaging import smart_crop
from chalicelib.imaging.pyramid import Pyramid
from chalicelib.models import VariantPlan

_OPAQUE = 255


def draw(pyramid: Pyramid, plan: VariantPlan) -> Image.Image:
    """Return the image as the plan wants it: L, RGB or RGBA, exactly `plan.width` x `plan.height`."""
    if plan.spec.fit == "cover":
        return _cropped(pyramid, plan)
    scaled = pyramid.at(plan.scaled_width, plan.scaled_height)
    return _padded(scaled, plan) if (plan.width, plan.height) != scaled.size else scaled


def focal_point(pyramid: Pyramid, plan: VariantPlan) -> tuple[float, float]:
    """Return the point that stays in view: the plan's, or the middle of the busiest part."""
    return plan.focus or smart_crop.busiest_point(_whole(pyramid, plan), *_shares(plan))


def _whole(pyramid: Pyramid, plan: VariantPlan) -> Image.Image:
    """Return what to crop from. An enlarged whole may be huge where a strip covers a square: not made."""
    width, height = pyramid.natural_size
    return pyramid.at(min(width, plan.scaled_width), min(height, plan.scaled_height))


def _shares(plan: VariantPlan) -> tuple[float, float]:
    return plan.width / plan.scaled_width, plan.height / plan.scaled_height


def _cropped(pyramid: Pyramid, plan: VariantPlan) -> Image.Image:
    whole = _whole(pyramid, plan)
    at = focal_point(pyramid, plan)
    left = _start(at[0], plan.scaled_width, plan.width) * whole.width / plan.scaled_width
    top = _start(at[1], plan.scaled_height, plan.height) * whole.height / plan.scaled_height
    across, down = _shares(plan)
    box = (left, top, left + across * whole.width, top + down * whole.height)
    if whole.size == (plan.scaled_width, plan.scaled_height):
        return whole.crop((round(left), round(top), round(left) + plan.width, round(top) + plan.height))
    return whole.resize((plan.width, plan.height), Image.Resampling.LANCZOS, box=box)


def _start(focus: float, available: int, wanted: int) -> int:
    """Return where a window of `wanted` pixels begins that has the focus as near its middle as can be."""
    return max(0, min(available - wanted, round(focus * available - wanted / 2)))


def _padded(scaled: Image.Image, plan: VariantPlan) -> Image.Image:
    color = ImageColor.getrgb(plan.spec.background)
    see_through = scaled.mode == "RGBA" or (*color, _OPAQUE)[3] < _OPAQUE
    canvas = Image.new("RGBA" if see_through else "RGB", (plan.width, plan.height), color)
    at = ((plan.width - scaled.width) // 2, (plan.height - scaled.height) // 2)
    if scaled.mode == "RGBA":
        canvas.alpha_composite(scaled, at)
    else:
        canvas.paste(scaled, at)
    return canvas


def flatten(image: Image.Image, background: str) -> Image.Image:
    """Lay a transparent image over its background, for formats that cannot keep transparency."""
    if image.mode != "RGBA":
        return image
    canvas = Image.new("RGB", image.size, ImageColor.getrgb(background)[:3])
    canvas.paste(image, mask=image.getchannel("A"))
    return canvas
