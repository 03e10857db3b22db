"""The image engine, based on Pillow. Implements ports.ImageEngine."""

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType

from msgspec.structs import replace

from chalicelib.domain.animation import is_animated
from chalicelib.domain.deadline import NO_DEADLINE, Deadline
from chalicelib.imaging.budget import run_cost
from chalicelib.imaging.budget.time_budget import TimeBudget
from chalicelib.imaging.decoding.decoder_errors import counted_warnings, decoding
from chalicelib.imaging.format_detection import detect_format
from chalicelib.imaging.limits import Limits
from chalicelib.imaging.overlays.overlay_images import OverlayImages
from chalicelib.imaging.overlays.watermark import Watermarks
from chalicelib.imaging.previews import previews
from chalicelib.imaging.rendering import render
from chalicelib.imaging.source import open_source, read_info
from chalicelib.models import HandOver, ImageInfo, Rendering, VariantPlan


class PillowEngine:
    """Inspects images within the limits, and renders all variants from one decode.

    `overlays` are the files of the presets' overlays by their SHA-256, as in `Presets.overlays`.
    """

    def __init__(self, limits: Limits, overlays: Mapping[str, bytes] = MappingProxyType({})) -> None:
        self._limits = limits
        self._overlays = OverlayImages(overlays)

    def inspect(self, content: bytes, deadline: Deadline = NO_DEADLINE) -> ImageInfo:
        """Read only the header. Raises Rejected, OutOfTime.

        An image that takes more than the limits even without any variant is rejected here already.
        """
        time = TimeBudget(deadline)
        name = detect_format(content)
        with counted_warnings(), decoding():
            source = open_source(content, name, self._limits.max_frames, time)
            info = read_info(source, name)
            cost = run_cost.of_decoding(source, info)
            self._limits.check_cost(info.uncropped, cost, time)
            return info

    def render(
        self,
        content: bytes,
        info: ImageInfo,
        plans: Sequence[VariantPlan],
        only: str | None = None,
        deadline: Deadline = NO_DEADLINE,
        *,
        hand_over: HandOver | None = None,
    ) -> Rendering:
        """Decode once and render every plan, or only the one with this name.

        `info` must come from `inspect` for the same content. `hand_over` gets each variant as soon as it is
        encoded, from the thread that encoded it, and the result has none then. The limits are checked before
        anything is decoded; those on animations only if there is an animated variant to render. Raises
        Rejected, OutOfTime, and ConfigurationError if an overlay cannot be decoded.
        """
        wanted = [plan for plan in plans if only in (None, plan.spec.name)]
        if any(is_animated(info, plan) for plan in wanted):
            self._limits.check_animation(info.uncropped)
        time = TimeBudget(deadline)
        watermarks = Watermarks(wanted, self._overlays)
        with counted_warnings() as warnings, decoding():
            source = open_source(content, info.format, self._limits.max_frames, time)
            max_memory = self._limits.max_decode_bytes
            cost = run_cost.of_run(source, info, plans, only, max_memory=max_memory)
            self._limits.check_cost(info.uncropped, cost, time)
            rendering = render(
                source, info, plans, only, hand_over, watermarks=watermarks, max_memory=max_memory
            )
            # A decoder or an encoder that took all the time must not lead to a retry.
            time.check()
            return replace(rendering, warnings=warnings.count)

    def preview(
        self,
        content: bytes,
        info: ImageInfo,
        plan: VariantPlan,
        *,
        frames: Collection[int],
        backgrounds: Sequence[str],
        deadline: Deadline = NO_DEADLINE,
    ) -> Sequence[bytes]:
        """Return JPEGs of the still image and these frames, transparent ones over each background.

        The limits are checked as in `render`. Raises Rejected, OutOfTime.
        """
        if max(frames, default=0) > 0:
            self._limits.check_animation(info.uncropped)
        time = TimeBudget(deadline)
        with counted_warnings(), decoding():
            source = open_source(content, info.format, self._limits.max_frames, time)
            cost = run_cost.of_run(source, info, [plan], max_memory=self._limits.max_decode_bytes)
            self._limits.check_cost(info.uncropped, cost, time)
            return list(previews(source, info, plan, frames, backgrounds))
