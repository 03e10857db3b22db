"""Use case: count what runs cost beyond the upload form, against the quotas of their owner."""

from datetime import timedelta

from msgspec import Struct

from chalicelib.domain import transitions
from chalicelib.models import Image, Status, Work
from chalicelib.ports import OwnerQuotas

# Lambda waits at least a minute before it retries an event, so an unfinished claim that is older has failed.
# A younger one can be of a run that is still going on.
# https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
RETRY_DELAY = timedelta(minutes=1)


class Charges(Struct, frozen=True, kw_only=True):
    """Counts attempts and outputs. Each method raises QuotaExceeded, without counting anything."""

    quotas: OwnerQuotas

    def attempt(self, claimed: Image, before: Image | None) -> None:
        """Count the attempt if an earlier one failed. `before` is the record as it was before the claim."""
        if (
            before is not None
            and before.status is Status.PROCESSING
            and before.attempts > 0
            and claimed.updated_at - before.updated_at >= RETRY_DELAY
        ):
            self.quotas.charge_attempt(claimed.owner)

    def outputs(self, work: Work, size: int) -> None:
        """Count the bytes by which all outputs together exceed their source.

        They are counted once for each version, when it is published, and not for objects that other tools put
        into the bucket.
        """
        image, excess = work.image, size - work.source.size
        is_first = not transitions.is_published(image, work.source)
        if excess > 0 and is_first and image.upload_policy is not None:
            self.quotas.charge_bytes(image.owner, excess)
