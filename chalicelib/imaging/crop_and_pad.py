"""Draw a variant: scale the image and crop it around the focal point, add effects, pad it to the canvas."""

from PIL import Image, ImageColor

from chalicelib.domain import geometry
from chalicelib.imaging import attention, effects, smart_crop
from chalicelib.imaging.pyramid import Pyramid
from chalicelib.imaging.resample import resize
from chalicelib.models import VariantPlan

_OPAQUE = 255


def draw(pyramid: Pyramid, plan: VariantPlan) -> Image.Image:
    """Return the image that the plan describes: L, RGB or RGBA, exactly `plan.width` x `plan.height`."""
    if plan.spec.fit == "cover":
        return effects.apply(_crop(pyramid, plan), plan.spec)
    scaled = effects.apply(pyramid.at(*_source_size(pyramid, plan)), plan.spec)
    return _pad(scaled, plan) if (plan.width, plan.height) != scaled.size else scaled


def announce(pyramid: Pyramid, plan: VariantPlan) -> None:
    """Tell the pyramid the size that the plan is drawn from, without drawing it."""
    pyramid.announce(*_source_size(pyramid, plan))


def focal_point(pyramid: Pyramid, plan: VariantPlan) -> tuple[float, float]:
    """Return the focal point (0..1, 0..1): the plan's, or the one that its position finds in the image.

    Faces are detected before an image is rendered. If there was none, the plan has no focal point.
    """
    find = smart_crop.busiest_point if plan.spec.position == "entropy" else attention.salient_point
    return plan.focus or find(_crop_source(pyramid, plan), *_window_fractions(plan))


def _crop_source(pyramid: Pyramid, plan: VariantPlan) -> Image.Image:
    return pyramid.at(*_source_size(pyramid, plan))


def _source_size(pyramid: Pyramid, plan: VariantPlan) -> tuple[int, int]:
    """Return the size to scale the image to. Before it is cropped, it is not enlarged.

    A strip that covers a square would become huge.
    """
    if plan.spec.fit != "cover":
        return plan.scaled_width, plan.scaled_height
    width, height = pyramid.natural_size
    return min(width, plan.scaled_width), min(height, plan.scaled_height)


def _window_fractions(plan: VariantPlan) -> tuple[float, float]:
    return plan.width / plan.scaled_width, plan.height / plan.scaled_height


def _crop(pyramid: Pyramid, plan: VariantPlan) -> Image.Image:
    whole = _crop_source(pyramid, plan)
    x, y = geometry.offset(plan, focal_point(pyramid, plan))
    left = -x * whole.width / plan.scaled_width
    top = -y * whole.height / plan.scaled_height
    across, down = _window_fractions(plan)
    box = (left, top, left + across * whole.width, top + down * whole.height)
    if whole.size == (plan.scaled_width, plan.scaled_height):
        return whole.crop((round(left), round(top), round(left) + plan.width, round(top) + plan.height))
    return resize(whole, (plan.width, plan.height), box)


def _pad(scaled: Image.Image, plan: VariantPlan) -> Image.Image:
    color = ImageColor.getrgb(plan.spec.background)
    has_alpha = scaled.mode == "RGBA" or (*color, _OPAQUE)[3] < _OPAQUE
    canvas = Image.new("RGBA" if has_alpha else "RGB", (plan.width, plan.height), color)
    at = geometry.offset(plan, plan.focus or geometry.CENTER)
    if scaled.mode == "RGBA":
        canvas.alpha_composite(scaled, at)
    else:
        canvas.paste(scaled, at)
    return canvas


def flatten(image: Image.Image, background: str) -> Image.Image:
    """Composite a transparent image onto a background color, for formats without transparency."""
    if image.mode != "RGBA":
        return image
    canvas = Image.new("RGB", image.size, ImageColor.getrgb(background)[:3])
    canvas.paste(image, mask=image.getchannel("A"))
    return canvas
