"""Use case: publish an event about the outcome of an image, once its record is committed."""

from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.models import Event, Image
from chalicelib.ports import EventPublisher, ImageStore


class EventOutbox(Struct, frozen=True, kw_only=True):
    """A transactional outbox: the record holds the pending event until it has been published.

    Each event is published at least once: if a run crashes in between, the next run or the sweep publishes
    it. An outcome that a newer one replaces before that is not published. Without a `publisher`, no event
    is ever pending. `describe` returns the event about a record.
    """

    store: ImageStore
    publisher: EventPublisher | None
    describe: Callable[[Image], Event]

    def mark_pending(self, outcome: Image) -> Image:
        """Return the record to commit, with its event pending if there is a publisher."""
        return outcome if self.publisher else replace(outcome, pending_event_for=None, expired_variants=())

    def publish(self, image: Image) -> None:
        """Publish the pending event of a committed record, if any, and clear it. Raises Transient."""
        if image.pending_event_for is None or self.publisher is None:
            return
        self.publisher.publish(self.describe(image))
        self.store.finalize(replace(image, pending_event_for=None, expired_variants=()))
