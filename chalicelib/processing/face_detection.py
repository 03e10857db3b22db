"""Face detection: finds the focal point of the variants with `position: face`."""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.domain import face_focus, geometry
from chalicelib.domain.deadline import NO_DEADLINE, Deadline
from chalicelib.errors import TooComplex
from chalicelib.models import ImageInfo, VariantPlan, VariantSpec
from chalicelib.ports import Detector, ImageEngine

# Pixels of the preview's longer side: as a JPEG, it stays below Rekognition's 5 MB.
_LONGEST = 1600
# The least that either side of an image must have.
# https://docs.aws.amazon.com/rekognition/latest/dg/limits.html
_SHORTEST = 80
_PREVIEW = VariantSpec(name="preview", width=_LONGEST, height=_LONGEST, format="jpeg")


class FaceDetection(Struct, frozen=True, kw_only=True):
    """Looks for faces in a preview of the upright image, an animation's first frame."""

    detector: Detector
    engine: ImageEngine

    def focused(
        self,
        plans: Sequence[VariantPlan],
        info: ImageInfo,
        content: bytes,
        deadline: Deadline = NO_DEADLINE,
    ) -> tuple[VariantPlan, ...]:
        """Return the plans with the faces as the focal point of those that crop around faces.

        The detector is called once, and only if there is such a plan and the upload has no focal point of
        its own. Without a face, the plans stay as they are, and the engine chooses. Raises Rejected,
        Transient.
        """
        if not any(map(_needs_faces, plans)):
            return tuple(plans)
        focus = self._focus(info, content, deadline)
        return tuple(replace(plan, focus=focus) if _needs_faces(plan) else plan for plan in plans)

    def _focus(self, info: ImageInfo, content: bytes, deadline: Deadline) -> geometry.Focus | None:
        (plan,) = geometry.plan(info, [_PREVIEW])
        if min(plan.width, plan.height) < _SHORTEST:
            return None
        try:
            previews = self.engine.preview(
                content, info, plan, frames=(), backgrounds=(plan.spec.background,), deadline=deadline
            )
        except TooComplex:
            # The preview can take more memory than the variants of the same image.
            return None
        return face_focus.focus_of(self.detector.faces(previews[0]))


def _needs_faces(plan: VariantPlan) -> bool:
    return plan.spec.position == "face" and plan.focus is None
