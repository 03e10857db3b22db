"""Choose the focal point of an image from the faces in it."""

from collections.abc import Sequence

from chalicelib.domain.geometry import Focus
from chalicelib.models import Face

# Faces of less than half the height of the largest one are those of people in the background.
_LEAST_HEIGHT = 0.5


def focus_of(faces: Sequence[Face]) -> Focus | None:
    """Return the center (0..1, 0..1) of the box around all large faces, None if there is no face.

    A face is large if it is at least half as high as the largest one.
    """
    least = _LEAST_HEIGHT * max((face.height for face in faces), default=0)
    large = [face for face in faces if face.height >= least]
    if not large:
        return None
    left, right = min(face.left for face in large), max(face.left + face.width for face in large)
    top, bottom = min(face.top for face in large), max(face.top + face.height for face in large)
    return _within((left + right) / 2), _within((top + bottom) / 2)


def _within(fraction: float) -> float:
    return max(0.0, min(1.0, fraction))
