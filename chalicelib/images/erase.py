"""Use case: request the erasure of an image."""

from msgspec import Struct

from chalicelib.domain import erasure
from chalicelib.errors import ServiceUnavailable
from chalicelib.images.lookup import ImageLookup
from chalicelib.models import ErasureRequest, Image
from chalicelib.ports import Clock, ErasureQueue, ImageStore

# Runs that claim the record in between change its revision. They render for seconds, so few do.
_ATTEMPTS = 5


class Erase(Struct, frozen=True, kw_only=True):
    """Marks images and queues their erasure. From the mark on, nobody can read them and no run can commit.

    Repeated requests cost one read each: if the message gets lost, the sweep sends it again.
    """

    lookup: ImageLookup
    store: ImageStore
    queue: ErasureQueue
    clock: Clock

    def run(self, image_id: str, *, owner: str) -> Image:
        """Request the erasure of the owner's image, even if it was deleted already; return its record.

        Raises ImageNotFound, ServiceUnavailable.
        """
        return self.begin(self.lookup.record(image_id, owner=owner))

    def begin(self, image: Image) -> Image:
        """Mark this record unless it is already marked, and queue the erasure. Raises ServiceUnavailable."""
        current: Image | None = image
        for _ in range(_ATTEMPTS):
            if current is None or erasure.is_erased(current):
                return current or image
            marked = self.store.supersede(erasure.requested(current, now=self.clock()))
            if marked is not None:
                self.queue.send(ErasureRequest(image_id=marked.id))
                return marked
            current = self.store.get(image.id)
        raise ServiceUnavailable(f"Other requests change the record of {image.id} too often")
