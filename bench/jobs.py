"""The jobs that every engine runs."""

from collections.abc import Sequence
from typing import Literal, NotRequired, TypedDict

Format = Literal["jpeg", "png", "webp", "gif"]

QUALITY = 80

# Darkroom's own WebP method. The peers use it too, so that the benchmark compares decoding and resizing.
WEBP_METHOD = 2


class Output(TypedDict):
    """One image to make, at most `width` x `height` pixels and never enlarged. A job is a list of them.

    `method` is WebP's trade-off between speed and file size (0-6). `animated` keeps all frames.
    """

    width: int
    height: int
    format: Format
    quality: int
    method: int
    animated: NotRequired[bool]


def output(side: int, format_: Format, *, animated: bool = False) -> Output:
    """Describe an image of at most `side` x `side` pixels."""
    described = Output(width=side, height=side, format=format_, quality=QUALITY, method=WEBP_METHOD)
    if animated:
        described["animated"] = True
    return described


THUMBNAIL = [output(300, "jpeg")]
VARIANTS = [output(1600, "webp"), output(800, "webp"), output(300, "jpeg")]
ANIMATION = [output(300, "gif", animated=True)]


def lossless(job: Sequence[Output]) -> list[Output]:
    """Return the same job with PNG outputs, so that scores show only decoding and resizing."""
    return [output(each["width"], "png") for each in job]
