"""Decide whether each image is correct, lost, stuck or wrong. Pure functions."""

from enum import StrEnum

from darkroom import Image, Status

from load.expected_outputs import Expected, Output
from load.plan import Item


class Verdict(StrEnum):
    """The outcome of an image. Everything but CORRECT is a failure of the load test."""

    CORRECT = "correct"
    LOST = "lost"
    STUCK = "stuck"
    WRONG = "wrong"


def judge(item: Item, image: Image | None, stored: frozenset[Output], expected: Expected) -> Verdict:
    """Compare the record and the stored outputs with the plan and with the engine's own output."""
    if image is None:
        return Verdict.LOST
    if not image.status.terminal:
        return Verdict.STUCK
    code = image.error.code if image.error else None
    status = Status.FAILED if item.code else Status.READY
    correct = (
        image.status is status
        and code == item.code == expected.code
        and stored == expected.outputs
        and sorted(variant.size for variant in image.variants) == sorted(output.size for output in stored)
    )
    return Verdict.CORRECT if correct else Verdict.WRONG
