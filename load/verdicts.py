"""Judges each picture: is it lost, stuck or wrong? Pure."""

from enum import StrEnum

from darkroom import Image, Status

from load.expected_outputs import Expected, Output
from load.plan import Item


class Verdict(StrEnum):
    """What became of a picture. Only the first one is as promised."""

    RIGHT = "right"
    LOST = "lost"
    STUCK = "stuck"
    WRONG = "wrong"


def judge(item: Item, image: Image | None, stored: frozenset[Output], expected: Expected) -> Verdict:
    """Compare the record and the stored outputs with what the plan and the engine say."""
    if image is None:
        return Verdict.LOST
    if not image.status.terminal:
        return Verdict.STUCK
    code = image.error.code if image.error else None
    status = Status.FAILED if item.code else Status.READY
    right = (
        image.status is status
        and code == item.code == expected.code
        and stored == expected.outputs
        and sorted(variant.size for variant in image.variants) == sorted(output.size for output in stored)
    )
    return Verdict.RIGHT if right else Verdict.WRONG
