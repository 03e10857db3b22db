"""Retired outputs: which of them wait, and which have to go. Pure."""

from collections.abc import Collection, Sequence
from datetime import datetime

from chalicelib.domain.transitions import is_refused
from chalicelib.models import Image, RetiredOutput, Status, StoredOutput

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


def must_go_at_once(image: Image | None) -> bool:
    """Return whether outputs that the image does not publish must be removed without waiting.

    Nobody should see the outputs of a deleted or rejected image. While the CDN's copies of them are still to
    be invalidated, it would cache what is left again.
    """
    return image is None or image.status is Status.DELETED or image.invalidation_pending or is_refused(image)


def published_keys(image: Image | None) -> frozenset[str]:
    """Return the keys of the outputs that the record points to, also while a run is in progress."""
    if image is None or image.status is Status.DELETED:
        return frozenset()
    return frozenset(variant.key for variant in image.variants)
