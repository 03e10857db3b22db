"""The image engine on Pillow: ports.ImageEngine."""

from collections.abc import Sequence

from PIL.ImageFile import ImageFile

from chalicelib import formats
from chalicelib.imaging.compose import compose
from chalicelib.imaging.decode import decode
from chalicelib.imaging.encode import encode
from chalicelib.imaging.faults import decoding
from chalicelib.imaging.header import describe
from chalicelib.imaging.limits import Limits
from chalicelib.imaging.opening import open_picture
from chalicelib.imaging.pyramid import Pyramid
from chalicelib.imaging.sniff import sniff
from chalicelib.models import ImageInfo, Rendered, Rendering, VariantPlan

_GAP = 1.5


class PillowEngine:
    """Decodes each picture once and renders every variant from it, within the limits."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    def inspect(self, content: bytes) -> ImageInfo:
        """Read the header only and refuse what the limits do not allow. Raises Rejected."""
        name = sniff(content)
        with decoding(), open_picture(content, name) as image:
            return describe(image, content, name, self._limits)

    def render(self, content: bytes, info: ImageInfo, plans: Sequence[VariantPlan]) -> Rendering:
        """Decode once and render every plan, in their order. Raises Rejected."""
        with decoding(), open_picture(content, info.format) as image:
            describe(image, content, info.format, self._limits)
            return Rendering(variants=_stills(image, plans))


def _stills(image: ImageFile, plans: Sequence[VariantPlan]) -> tuple[Rendered, ...]:
    largest = max(each.scaled_width for each in plans), max(each.scaled_height for each in plans)
    pyramid = Pyramid(decode(image, largest, _GAP))
    done = {}
    for index in sorted(range(len(plans)), key=lambda at: -plans[at].scaled_width * plans[at].scaled_height):
        plan = plans[index]
        picture = compose(pyramid.at(plan.scaled_width, plan.scaled_height), plan)
        done[index] = _rendered(plan, encode(picture, plan.format, plan.spec))
    return tuple(done[index] for index in range(len(plans)))


def _rendered(plan: VariantPlan, content: bytes) -> Rendered:
    written = formats.by_name(plan.format)
    return Rendered(
        name=plan.spec.name,
        content=content,
        content_type=written.content_type,
        extension=written.extension,
        width=plan.width,
        height=plan.height,
    )
