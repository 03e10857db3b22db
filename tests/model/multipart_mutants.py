"""Classes that break one rule of multipart uploads each."""

from msgspec.structs import replace

from chalicelib.domain.deadline import Deadline
from chalicelib.erasure.erasures import Erasures, Outcome
from chalicelib.images.delete import Deletion
from chalicelib.images.multipart_uploads import MultipartUploads
from chalicelib.models import ErasureRequest, Image
from chalicelib.recovery.ended_uploads import EndedUploads


class DeletesWithoutAborting(Deletion, frozen=True):
    def run(self, image: Image) -> None:
        super().run(replace(image, multipart=None))


class DeletesBeforeAborting(Deletion, frozen=True):
    def run(self, image: Image) -> None:
        super().run(replace(image, multipart=None))
        if image.multipart is not None:
            self.uploads.abort(image.key, image.multipart.upload_id)


class ErasesWithoutAborting(Erasures, frozen=True):
    def run(self, request: ErasureRequest, deadline: Deadline) -> Outcome:
        image = self.store.get(request.image_id)
        if image is not None and image.erasing and image.multipart is not None:
            self.store.finalize(replace(image, multipart=None))
        return super().run(request, deadline)


class CompletesWhatIsThere(MultipartUploads, frozen=True):
    """Completes the upload with the parts that are stored, even if some are missing."""

    def _complete(self, image: Image) -> None:
        if image.multipart is not None:
            upload_id = image.multipart.upload_id
            self.uploads.complete(image.key, upload_id, self.uploads.stored(image.key, upload_id))


class CompletesOnlyOnce(MultipartUploads, frozen=True):
    """Takes an upload that was completed by another call for one that was aborted."""

    def _has_arrived(self, image: Image) -> bool:
        del image
        return False


class ForgetsBeforeAborting(EndedUploads, frozen=True):
    """Takes the upload out of the record first, so that nobody aborts it after a crash."""

    def end_due(self, image_id: str) -> None:
        image = self.store.get(image_id)
        if (
            image is None
            or image.multipart is None
            or image.open
            or image.multipart.expires_at > self.clock()
        ):
            return
        self._update(replace(image, multipart=None))
        self.uploads.abort(image.key, image.multipart.upload_id)


class EndsWithoutRevision(EndedUploads, frozen=True):
    """Overwrites what a run has made of the record in the meantime."""

    def _update(self, image: Image) -> None:
        current = self.store.get(image.id)
        self.store.finalize(replace(image, revision=current.revision if current else 0))


class NeverEnds(EndedUploads, frozen=True):
    def end_due(self, image_id: str) -> None:
        del image_id
