"""Use case: end a multipart upload whose time is over."""

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.errors import Transient
from chalicelib.models import Image
from chalicelib.ports import Clock, ImageStore, MultipartStorage
from chalicelib.recovery.expirations import RETRY_AFTER


class EndedUploads(Struct, frozen=True, kw_only=True):
    """Aborts multipart uploads and takes them out of their records.

    An upload that was completed cannot be aborted, so nothing is lost that has arrived. From then on, the
    record of an image without a file is that of an expired form.
    """

    store: ImageStore
    uploads: MultipartStorage
    clock: Clock

    def end_due(self, image_id: str) -> None:
        """End the upload of this image if it is due. Repeatable. Raises Transient.

        A record with work left is skipped: a run or the sweep finishes it first, and it stays due. After an
        error, the upload waits for RETRY_AFTER.
        """
        image = self.store.get(image_id)
        if (
            image is None
            or image.multipart is None
            or image.open
            or image.multipart.expires_at > self.clock()
        ):
            return
        try:
            self.uploads.abort(image.key, image.multipart.upload_id)
        except Transient:
            later = replace(image.multipart, expires_at=self.clock() + RETRY_AFTER)
            self._update(replace(image, multipart=later))
            raise
        self._update(replace(image, multipart=None))

    def _update(self, image: Image) -> None:
        """Write the record, unless a run has claimed it since: then it is still due after that run."""
        self.store.finalize(image)
