"""How many pixels a set of variants asks of the decoder."""

from collections.abc import Sequence
from dataclasses import dataclass

from chalicelib.imaging import exif_orientation
from chalicelib.models import ImageInfo, VariantPlan


@dataclass(frozen=True, slots=True)
class TargetSize:
    """The largest size that any variant is scaled to, as the image is stored, which may be on its side.

    `best` asks for more decoded pixels than good images need, for the sake of the last few percent.
    """

    size: tuple[int, int]
    best: bool

    @classmethod
    def of(cls, plans: Sequence[VariantPlan], info: ImageInfo) -> "TargetSize":
        """Return what these plans need together."""
        upright = max(plan.scaled_width for plan in plans), max(plan.scaled_height for plan in plans)
        return cls(
            size=exif_orientation.upright_size(upright, info.orientation),
            best=any(plan.spec.quality == "best" for plan in plans),
        )
