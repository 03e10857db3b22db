"""Use case: find the images that were given up, for another try once the cause is mended."""

from collections.abc import Iterator
from dataclasses import dataclass

from chalicelib.domain import transitions
from chalicelib.ports import BulkReader
from chalicelib.recovery.dispatch import Finding, Step


@dataclass(frozen=True, kw_only=True)
class Redrive:
    """Goes through the records, because the events themselves are gone from the dead-letter queue."""

    bulk_reader: BulkReader

    def steps(self) -> Iterator[Step]:
        """Yield each image that ended as `processing_failed`, in no order. Raises ServiceUnavailable."""
        for image in self.bulk_reader.failed(transitions.PROCESSING_FAILED):
            yield Step(key=image.key, source=image.source, finding=Finding.DUE)
