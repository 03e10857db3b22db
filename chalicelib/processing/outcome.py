"""The outcomes of events and runs."""

from enum import StrEnum


class Outcome(StrEnum):
    """How a run ended, or why an event needed none. A `refused` version has used a form again."""

    READY = "ready"
    FAILED = "failed"
    DELETED = "deleted"
    DUPLICATE = "duplicate"
    REFUSED = "refused"
    SUPERSEDED = "superseded"
    IGNORED = "ignored"
    STARTED = "started"
    # Another invocation marked the image as failed while this run was still processing it successfully.
    WRONGLY_FAILED = "wrongly_failed"
