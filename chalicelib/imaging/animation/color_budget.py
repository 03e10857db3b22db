"""How many colors an animation is encoded with, at first and if it takes too many bytes."""

from collections.abc import Iterator

from PIL import ImageColor

from chalicelib.imaging.animation.animation import Animation
from chalicelib.imaging.animation.encode_gif import is_close
from chalicelib.imaging.animation.gif_drawing import ANY_ERROR, Settings
from chalicelib.models import VariantPlan

# The largest number of colors that makes an animation line art: screencasts, drawings, pixel art.
_LINE_ART = 64
# The fewest colors that leave its edges smooth.
_MIN_COLORS = 8
_FEW_COLORS = 32
_FEWER_COLORS = (64, 32, 16)
# The tolerance for fewer colors, which deviate more from the frames anyway.
_TOLERANCE = 8


def is_line_art(animation: Animation) -> bool:
    """Return whether the source has few colors."""
    return animation.colors is not None and len(animation.colors) <= _LINE_ART


def first_settings(animation: Animation) -> Settings:
    """Return the settings to try first: about as many colors as the source has."""
    if animation.colors is None:
        return Settings()
    return Settings(colors=max(len(animation.colors), _MIN_COLORS))


def for_goal(animation: Animation, plan: VariantPlan) -> Iterator[Settings]:
    """Yield settings for line art that leave flat areas as they are: the source's colors, then fewer."""
    if animation.colors is None or not is_line_art(animation):
        return
    red, green, blue, *_ = ImageColor.getrgb(plan.spec.background)
    padding = [(red, green, blue)] if plan.spec.fit == "contain" else []
    yield Settings(palette=tuple(dict.fromkeys((*animation.colors, *padding))))
    fewer = Settings(colors=_FEW_COLORS, tolerance=_TOLERANCE)
    if fewer.colors < first_settings(animation).colors and is_close(next(iter(animation.frames)), fewer):
        yield fewer


def reductions(animation: Animation) -> Iterator[Settings]:
    """Yield settings with fewer and fewer colors, whatever they look like."""
    for colors in _FEWER_COLORS:
        if colors < first_settings(animation).colors:
            yield Settings(colors=colors, tolerance=_TOLERANCE, limit=ANY_ERROR)
