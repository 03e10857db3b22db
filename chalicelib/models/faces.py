"""Faces that a detector finds. They only exist while an image is planned, and are never stored or logged."""

from msgspec import Struct


class Face(Struct, frozen=True, kw_only=True):
    """The box around a face, in fractions of the image's width and height. It can exceed the image."""

    left: float
    top: float
    width: float
    height: float

    def __repr__(self) -> str:
        """Return nothing of the face."""
        return "Face()"
