"""Use case: whoever wants to know learns what became of an image, once it is final."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from chalicelib.models import Event, Image
from chalicelib.ports import EventPublisher, ImageStore


@dataclass(frozen=True, kw_only=True)
class EventOutbox:
    """Publishes outcomes, each at least once: a record says that it is owed until it has been done.

    So whoever comes across the record after a run has died, at the latest the sweep, makes up for it. An
    outcome that the next one overtakes before that is not told any more. Without a publisher nobody is
    owed anything.
    """

    store: ImageStore
    publisher: EventPublisher | None
    describe: Callable[[Image], Event]

    def mark_pending(self, outcome: Image) -> Image:
        """Return the record as it is to be finalized."""
        return outcome if self.publisher else replace(outcome, pending_event_for=None)

    def publish(self, image: Image) -> None:
        """Publish a finalized record, if that is owed, and note that it is done. Raises Transient."""
        if image.pending_event_for is None or self.publisher is None:
            return
        self.publisher.publish(self.describe(image))
        self.store.finalize(replace(image, pending_event_for=None))
