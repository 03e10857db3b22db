"""What every engine is asked to make."""

from collections.abc import Sequence
from typing import Literal, NotRequired, TypedDict

Form = Literal["jpeg", "png", "webp", "gif"]

QUALITY = 80

# The engine's own WebP method: peers encode at the same, so that decode and resize are what is compared.
WEBP_METHOD = 2


class Output(TypedDict):
    """One picture to make: inside `width` x `height` pixels, never enlarged. A job is a list of them.

    `method` is WebP's trade of time for bytes (0-6). `animated` keeps all frames.
    """

    width: int
    height: int
    format: Form
    quality: int
    method: int
    animated: NotRequired[bool]


def output(side: int, form: Form, *, animated: bool = False) -> Output:
    """Ask for one picture of at most `side` pixels each way."""
    made = Output(width=side, height=side, format=form, quality=QUALITY, method=WEBP_METHOD)
    if animated:
        made["animated"] = True
    return made


THUMBNAIL = [output(300, "jpeg")]
VARIANTS = [output(1600, "webp"), output(800, "webp"), output(300, "jpeg")]
ANIMATION = [output(300, "gif", animated=True)]


def lossless(job: Sequence[Output]) -> list[Output]:
    """Turn a job into the same one without encoder loss: what is scored is decode and resize alone."""
    return [output(one["width"], "png") for one in job]
