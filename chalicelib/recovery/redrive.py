"""Use case: find the images that failed for a reason that can be fixed, to retry them."""

from collections.abc import Iterator

from msgspec import Struct

from chalicelib.domain import transitions
from chalicelib.ports import BulkReader
from chalicelib.recovery.dispatch import Finding, Step


class Redrive(Struct, frozen=True, kw_only=True):
    """Scans the records, because the events are no longer in the dead-letter queue."""

    bulk_reader: BulkReader

    def steps(self) -> Iterator[Step]:
        """Yield each image that failed for a reason that can be fixed, in any order.

        Raises ServiceUnavailable.
        """
        for image in self.bulk_reader.failed(transitions.RETRYABLE):
            yield Step(key=image.key, source=image.source, finding=Finding.DUE)
