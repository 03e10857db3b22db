"""Use case: delete an image, its source and its variants."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from chalicelib.domain import transitions
from chalicelib.images.lookup import ImageLookup
from chalicelib.ports import ImageStore, SourceStorage

# S3's event about the removal starts a run of its own. If that run claims the record in between, another
# run here takes over. If the record is still open after three runs, other runs will finish it.
MAX_RUNS = 3


@dataclass(frozen=True, kw_only=True)
class Delete:
    """Deletes images. `reconcile` synchronously updates a record to match its object."""

    lookup: ImageLookup
    store: ImageStore
    sources: SourceStorage
    reconcile: Callable[[str], object]

    def run(self, image_id: str, *, owner: str) -> None:
        """Remove the source, the variants and the record. Raises ImageNotFound."""
        image = self.lookup.get(image_id, owner=owner)
        if transitions.is_refused(image):
            # Records of rejected images are kept when their source is removed, unless the error is cleared.
            self.store.finalize(replace(image, error=None))
        self.sources.delete(image.key)
        for _ in range(MAX_RUNS):
            self.reconcile(image.key)
            current = self.store.get(image.id)
            if current is None or not current.open:
                return
