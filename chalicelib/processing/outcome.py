"""How runs end."""

from enum import StrEnum


class Outcome(StrEnum):
    """How a run ended. A `refused` event is about a version that used a form again, and was removed."""

    READY = "ready"
    FAILED = "failed"
    DELETED = "deleted"
    DUPLICATE = "duplicate"
    REFUSED = "refused"
    SUPERSEDED = "superseded"
    IGNORED = "ignored"
    # The event will come again, because its owner uses up the share of running work.
    DEFERRED = "deferred"
    STARTED = "started"
    # Another invocation marked the image as failed while this run was still processing it successfully.
    WRONGLY_FAILED = "wrongly_failed"
