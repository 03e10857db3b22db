"""How runs end."""

from enum import StrEnum

from chalicelib.models import Result


class Outcome(StrEnum):
    """How a run ended.

    A `refused` event is about a version that used a form again, and was removed. A `duplicate` run left the
    record as it was.
    """

    READY = "ready"
    FAILED = "failed"
    DELETED = "deleted"
    DUPLICATE = "duplicate"
    REFUSED = "refused"
    SUPERSEDED = "superseded"
    IGNORED = "ignored"
    # The event will come again, because its owner uses up the share of running work.
    DEFERRED = "deferred"
    # The image is erased, and there is no new object under its key.
    ERASED = "erased"
    # The image is being erased. Whether the object under its key belongs to it will be known afterwards.
    ERASING = "erasing"
    STARTED = "started"
    # Another invocation marked the image as failed while this run was still processing it successfully.
    WRONGLY_FAILED = "wrongly_failed"

    @classmethod
    def of(cls, result: Result) -> tuple["Outcome", str | None]:
        """Return how the run ends if its result is committed, with the error code of a failure."""
        if result.unchanged:
            return cls.DUPLICATE, None
        error = result.image.error
        return cls(result.image.status.value), error.code if error else None
