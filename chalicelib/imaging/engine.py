"""The image engine on Pillow: ports.ImageEngine."""

from collections.abc import Sequence

from chalicelib.imaging.decoder_errors import decoding
from chalicelib.imaging.format_detection import detect_format
from chalicelib.imaging.header import read_info
from chalicelib.imaging.limits import Limits
from chalicelib.imaging.readers import open_image
from chalicelib.imaging.rendering import render
from chalicelib.models import ImageInfo, Rendering, VariantPlan


class PillowEngine:
    """Decodes each image once and renders every variant from it, within the limits."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    def inspect(self, content: bytes) -> ImageInfo:
        """Read the header only and refuse what the limits do not allow. Raises Rejected."""
        name = detect_format(content)
        with decoding(), open_image(content, name) as image:
            return read_info(image, content, name, self._limits)

    def render(
        self, content: bytes, info: ImageInfo, plans: Sequence[VariantPlan], only: str | None = None
    ) -> Rendering:
        """Decode once and render every plan, in their order, or only the one of this name. Raises Rejected.

        `info` is what `inspect` returned for this very content: it is trusted to be within the limits.
        """
        with decoding(), open_image(content, info.format) as image:
            return render(content, image, info, plans, only)
