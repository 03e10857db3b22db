"""Faces that a detector finds. They only exist while an image is planned, and are never stored or logged."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """The box around a face, in fractions of the image's width and height. It can exceed the image."""

    left: float = field(repr=False)
    top: float = field(repr=False)
    width: float = field(repr=False)
    height: float = field(repr=False)
