"""Use case: delete an image, its source and its variants."""

from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.domain import transitions
from chalicelib.domain.deadline import NO_TIME, Deadline
from chalicelib.errors import OutOfTime
from chalicelib.images.lookup import ImageLookup
from chalicelib.models import Image
from chalicelib.ports import ImageStore, MultipartStorage, SourceStorage

# S3's event about the removal starts a run of its own. If that run claims the record in between, another
# run here takes over. If the record is still open after three runs, other runs will finish it.
MAX_RUNS = 3


class Reconcile(Protocol):
    """Updates a record to match its object, as `Pipeline.reconcile` does."""

    def __call__(self, key: str, *, deadline: Deadline) -> object:
        """Raise OutOfTime if there is an object that has to be rendered."""


class Deletion(Struct, frozen=True, kw_only=True):
    """Deletes the image of a record.

    It renders nothing: a file that arrives during the deletion has an event of its own, whose run is within
    its owner's share.
    """

    store: ImageStore
    sources: SourceStorage
    uploads: MultipartStorage
    reconcile: Reconcile

    def run(self, image: Image) -> None:
        """Remove the source, the variants and the record. Raises ServiceUnavailable."""
        if transitions.is_refused(image):
            # Records of rejected images are kept when their source is removed, unless the error is cleared.
            self.store.finalize(replace(image, error=None))
        if image.multipart is not None:
            # First, so that nobody can complete the upload after the object is deleted.
            self.uploads.abort(image.key, image.multipart.upload_id)
        self.sources.delete(image.key)
        for _ in range(MAX_RUNS):
            try:
                self.reconcile(image.key, deadline=NO_TIME)
            except OutOfTime:
                return
            current = self.store.get(image.id)
            if current is None or not current.open:
                return


class Delete(Struct, frozen=True, kw_only=True):
    """Deletes owners' images."""

    lookup: ImageLookup
    deletion: Deletion

    def run(self, image_id: str, *, owner: str) -> None:
        """Delete the owner's image. Raises ImageNotFound, ServiceUnavailable."""
        self.deletion.run(self.lookup.get(image_id, owner=owner))
