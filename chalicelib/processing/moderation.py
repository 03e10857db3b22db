"""Whether an image may be shown, judged before anything is rendered for others to see."""

from collections.abc import Callable
from dataclasses import dataclass

from chalicelib.domain import geometry
from chalicelib.errors import ContentRefused
from chalicelib.models import ImageInfo, Label, VariantSpec, Work
from chalicelib.ports import ImageEngine, Moderator

# Pixels of the longer side of what a moderator is shown, and of the sides at least: small enough for 5 MB
# whatever the image, and no smaller than Rekognition takes.
# https://docs.aws.amazon.com/rekognition/latest/dg/limits.html
_LONGEST, _SHORTEST = 1600, 80


@dataclass(frozen=True, kw_only=True)
class Moderation:
    """Refuses images by what the moderator finds. `threshold` is in percent; no `labels` means any."""

    moderator: Moderator
    engine: ImageEngine
    threshold: int
    labels: tuple[str, ...] = ()

    def check(self, work: Work, read: Callable[[], bytes]) -> None:
        """Raise ContentRefused or Transient, or let the image through. `read` returns its bytes.

        An animation is judged by its first frame.
        """
        found = self.moderator.labels(
            work.image.key, work.source, work.info, lambda: self._preview(work.info, read())
        )
        refused = sorted({label.name for label in found if self._is_refused(label)})
        if refused:
            raise ContentRefused(f"Content moderation refuses the image: {', '.join(refused)}")

    def _is_refused(self, label: Label) -> bool:
        named = not self.labels or not {label.name, *label.groups}.isdisjoint(self.labels)
        return named and label.confidence >= self.threshold

    def _preview(self, info: ImageInfo, content: bytes) -> bytes:
        plans = geometry.plan(info, [_preview_spec(info)])
        return self.engine.render(content, info, plans).variants[0].content


def _preview_spec(info: ImageInfo) -> VariantSpec:
    """Return the whole image as a JPEG, padded where a side is too short to be looked at."""
    scale = min(1.0, _LONGEST / max(info.width, info.height))
    return VariantSpec(
        name="preview",
        width=max(_SHORTEST, round(info.width * scale)),
        height=max(_SHORTEST, round(info.height * scale)),
        fit="contain",
        format="jpeg",
    )
