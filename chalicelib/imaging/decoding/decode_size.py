"""Compute the size at which an image must be decoded for a set of variants."""

from collections.abc import Sequence
from dataclasses import dataclass

from chalicelib.imaging import orientation
from chalicelib.models import ImageInfo, VariantPlan


@dataclass(frozen=True, slots=True)
class TargetSize:
    """The largest size that any variant is scaled to, in the stored orientation.

    With `best`, more pixels are decoded than necessary, for the highest quality.
    """

    size: tuple[int, int]
    best: bool

    @classmethod
    def of(cls, plans: Sequence[VariantPlan], info: ImageInfo) -> "TargetSize":
        """Return the target size for these plans."""
        upright = max(plan.scaled_width for plan in plans), max(plan.scaled_height for plan in plans)
        return cls(
            size=orientation.upright_size(upright, info.orientation),
            best=any(plan.spec.quality == "best" for plan in plans),
        )
