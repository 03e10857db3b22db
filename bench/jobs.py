"""The jobs that every engine runs."""

from collections.abc import Sequence
from typing import Literal, TypedDict

Format = Literal["jpeg", "png", "webp", "avif", "gif"]
Fit = Literal["inside", "cover"]

QUALITY = 80

# Darkroom's WebP method for opaque photos, and sharp's default. All engines use it, so that the benchmark
# compares decoding and resizing.
WEBP_METHOD = 4


class Output(TypedDict):
    """One image to make, at most `width` x `height` pixels and never enlarged. A job is a list of them.

    `method` is WebP's trade-off between speed and file size (0-6). `animated` keeps all frames. With the
    `fit` "cover", the image fills the size, and the area with the most detail is kept.
    """

    width: int
    height: int
    format: Format
    quality: int
    method: int
    animated: bool
    fit: Fit


def output(side: int, format_: Format, *, animated: bool = False, fit: Fit = "inside") -> Output:
    """Describe an image of at most `side` x `side` pixels."""
    return Output(
        width=side,
        height=side,
        format=format_,
        quality=QUALITY,
        method=WEBP_METHOD,
        animated=animated,
        fit=fit,
    )


THUMBNAIL = [output(300, "jpeg")]
LARGE = [output(1600, "jpeg")]
VARIANTS = [output(1600, "webp"), output(800, "webp"), output(300, "jpeg")]
# chalicelib/presets.json for a JPEG, from large to small. A test checks that they are the same.
PRESETS = [*VARIANTS[:2], output(300, "webp", fit="cover"), VARIANTS[2]]


def animation(format_: Format) -> list[Output]:
    """Return the job that renders all frames of an animation to 300 pixels."""
    return [output(300, format_, animated=True)]


def lossless(job: Sequence[Output]) -> list[Output]:
    """Return the same job with PNG outputs, so that scores show only decoding and resizing."""
    return [output(each["width"], "png") for each in job]
