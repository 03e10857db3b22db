"""Use case: delete an image with everything that belongs to it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from chalicelib.domain import transitions
from chalicelib.images.lookup import ImageLookup
from chalicelib.ports import ImageStore, SourceStorage

# The event of a removal starts a run of its own, which may claim in between and be at it still; one
# more run takes over from it. What is open after three others will finish.
MAX_RUNS = 3


@dataclass(frozen=True, kw_only=True)
class Delete:
    """Deletes images. `reconcile` brings a record in line with its object, synchronously."""

    lookup: ImageLookup
    store: ImageStore
    sources: SourceStorage
    reconcile: Callable[[str], object]

    def run(self, image_id: str, *, owner: str) -> None:
        """Remove source, outputs and record. Raises ImageNotFound."""
        image = self.lookup.get(image_id, owner=owner)
        if transitions.is_refused(image):
            # Else the record would stay, as it does when the source of a refused image is taken away.
            self.store.finalize(replace(image, error=None))
        self.sources.delete(image.key)
        for _ in range(MAX_RUNS):
            self.reconcile(image.key)
            current = self.store.get(image.id)
            if current is None or not current.open:
                return
