"""Retired outputs: which of them wait, and which have to go. Pure."""

from collections.abc import Collection, Sequence
from datetime import datetime

from chalicelib.models import RetiredOutput, StoredOutput

# Outputs of one image. Their keys have at most about 150 bytes, so that an item stays far below DynamoDB's
# limit of 400 KB, even with the longer keys of earlier releases.
MAX_WAITING = 200


def with_retired(
    waiting: Sequence[RetiredOutput], outputs: Collection[StoredOutput], due_at: datetime
) -> tuple[tuple[RetiredOutput, ...], tuple[StoredOutput, ...]]:
    """Return the outputs that wait from now on, and those to remove now: the oldest beyond the limit.

    Outputs that wait already keep their due dates. The result is ordered by due date.
    """
    known = {each.output for each in waiting}
    new = (RetiredOutput(output=output, due_at=due_at) for output in outputs if output not in known)
    every = sorted((*waiting, *new), key=lambda each: each.due_at)
    excess = len(every) - MAX_WAITING
    if excess <= 0:
        return tuple(every), ()
    return tuple(every[excess:]), tuple(each.output for each in every[:excess])
