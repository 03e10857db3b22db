"""Use case: ask the CDN to drop its copies of outputs that were removed."""

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.domain.invalidation import cache_tag
from chalicelib.models import Image, InvalidationRequest
from chalicelib.ports import Clock, ImageStore, InvalidationQueue


class InvalidationOutbox(Struct, frozen=True, kw_only=True):
    """A transactional outbox: the record is pending until the request is in the queue.

    Each request is sent at least once: if a run crashes in between, the next run or the sweep sends it.
    Without a `queue`, no request is ever pending.
    """

    store: ImageStore
    queue: InvalidationQueue | None
    clock: Clock

    def mark_pending(self, outcome: Image) -> Image:
        """Return the record to commit, with its request pending if there is a queue."""
        return outcome if self.queue else replace(outcome, invalidation_pending=False)

    def send(self, image: Image) -> Image:
        """Send the pending request of a record whose outputs were removed; return the updated record.

        While earlier runs may still store outputs, which the CDN could cache, the record stays pending: the
        request is sent again after the last cleanup. Raises Transient.
        """
        if not image.invalidation_pending or self.queue is None:
            return image
        self.request(image)
        if image.cleanup_pending:
            return image
        sent = replace(image, invalidation_pending=False)
        self.store.finalize(sent)
        return sent

    def request(self, image: Image) -> None:
        """Send a request, whether one is pending or not. Raises Transient."""
        if self.queue is not None:
            request = InvalidationRequest(
                tag=cache_tag(image.id), owner=image.owner, requested_at=self.clock()
            )
            self.queue.send([request])
