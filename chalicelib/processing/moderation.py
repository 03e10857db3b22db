"""Content moderation: decides whether an image may be shown, before any variant is rendered."""

from collections.abc import Callable, Sequence

from msgspec import Struct

from chalicelib.domain import geometry
from chalicelib.domain.animation import is_animated
from chalicelib.domain.deadline import NO_DEADLINE, Deadline
from chalicelib.errors import ContentRefused
from chalicelib.models import ImageInfo, Label, VariantSpec, Work
from chalicelib.ports import ImageEngine, Moderator

# Pixels of the preview's longer side and the least of either side: any image stays below 5 MB, and none is
# smaller than Rekognition accepts.
# https://docs.aws.amazon.com/rekognition/latest/dg/limits.html
_LONGEST, _SHORTEST = 1600, 80
# What is white on transparent shows over black, and the other way round.
_BACKGROUNDS = ("#ffffff", "#000000")
# Each costs as much as an image.
_MOST_FRAMES = 5


class Moderation(Struct, frozen=True, kw_only=True):
    """Rejects images by the moderator's labels. `threshold` is in percent; empty `labels` mean any label."""

    moderator: Moderator
    engine: ImageEngine
    threshold: int
    labels: tuple[str, ...] = ()

    def check(self, work: Work, read: Callable[[], bytes], deadline: Deadline = NO_DEADLINE) -> None:
        """Check a whole image, whatever its variants show of it, an animation by some of its frames.

        `read` returns its bytes. Raises ContentRefused, Transient.
        """
        found = self.moderator.labels(
            work.image.key, work.source, work.info.uncropped, lambda: self._previews(work, read(), deadline)
        )
        refused = sorted({label.name for label in found if self._is_refused(label)})
        if refused:
            raise ContentRefused(f"Content moderation rejected the image: {', '.join(refused)}")

    def _is_refused(self, label: Label) -> bool:
        named = not self.labels or not {label.name, *label.groups}.isdisjoint(self.labels)
        return named and label.confidence >= self.threshold

    def _previews(self, work: Work, content: bytes, deadline: Deadline) -> Sequence[bytes]:
        info = work.info.uncropped
        (preview,) = geometry.plan(info, [_preview_spec(info)])
        moves = any(is_animated(work.info, plan) for plan in work.plans)
        frames = _spread(work.info.frames) if moves else {0}
        return self.engine.preview(
            content, info, preview, frames=frames, backgrounds=_BACKGROUNDS, deadline=deadline
        )


def _spread(frames: int) -> set[int]:
    """Return the numbers of the first frame, the last one, and some that are evenly spread between them."""
    count = min(frames, _MOST_FRAMES)
    return {at * (frames - 1) // max(1, count - 1) for at in range(count)}


def _preview_spec(info: ImageInfo) -> VariantSpec:
    """Return the spec of the previews: the whole image as a JPEG, padded if a side is too short."""
    scale = min(1.0, _LONGEST / max(info.width, info.height))
    return VariantSpec(
        name="preview",
        width=max(_SHORTEST, round(info.width * scale)),
        height=max(_SHORTEST, round(info.height * scale)),
        fit="contain",
        format="jpeg",
        background="#ffffff00",
    )
