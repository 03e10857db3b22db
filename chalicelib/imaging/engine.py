"""The image engine, based on Pillow. Implements ports.ImageEngine."""

from collections.abc import Sequence

from chalicelib.domain.deadline import NO_DEADLINE, Deadline
from chalicelib.imaging.animation.frames import is_animated
from chalicelib.imaging.budget.time_budget import TimeBudget
from chalicelib.imaging.decoding import decode_cost
from chalicelib.imaging.decoding.decode_size import TargetSize
from chalicelib.imaging.decoding.decoder_errors import decoding
from chalicelib.imaging.format_detection import detect_format
from chalicelib.imaging.image_header import read_info
from chalicelib.imaging.limits import Limits
from chalicelib.imaging.rendering import render
from chalicelib.imaging.source import open_source
from chalicelib.models import ImageInfo, Rendering, VariantPlan


class PillowEngine:
    """Inspects images within the limits, and renders all variants from one decode."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    def inspect(self, content: bytes, deadline: Deadline = NO_DEADLINE) -> ImageInfo:
        """Read only the header. Raises Rejected, OutOfTime."""
        TimeBudget(deadline).check()
        name = detect_format(content)
        with decoding():
            return read_info(open_source(content, name, self._limits.max_frames), name)

    def render(
        self,
        content: bytes,
        info: ImageInfo,
        plans: Sequence[VariantPlan],
        only: str | None = None,
        deadline: Deadline = NO_DEADLINE,
    ) -> Rendering:
        """Decode once and render every plan, in order, or only the one with this name. Raises Rejected.

        `info` must come from `inspect` for the same content. The limits are checked before anything is
        decoded; those on animations only if there is an animated variant to render.
        """
        time = TimeBudget(deadline)
        time.check()
        if any(is_animated(info, plan) for plan in plans if only in (None, plan.spec.name)):
            self._limits.check_animation(info.width, info.height, info.frames)
        with decoding():
            source = open_source(content, info.format, self._limits.max_frames)
            needed = decode_cost.estimate(source, info.format, TargetSize.of(plans, info))
            self._limits.check_decoding(info.width, info.height, needed)
            return render(source, info, plans, only, time=time, frame_bytes=self._limits.max_held_frame_bytes)
