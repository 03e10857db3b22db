"""Wire multipart uploads and the erasure of images, which aborts them."""

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.bootstrap.clock import now
from chalicelib.bootstrap.processing import WithProcessing

if TYPE_CHECKING:
    from chalicelib.aws.erasure_queue import SQSErasureQueue
    from chalicelib.aws.multipart_uploads import S3MultipartStorage
    from chalicelib.aws.object_versions import S3ObjectVersions
    from chalicelib.erasure.erasures import Erasures


class WithUploads(WithProcessing):
    """Adds multipart uploads, which deletions and erasures abort."""

    @cached_property
    def multipart_storage(self) -> "S3MultipartStorage":
        """Multipart uploads to the upload bucket."""
        from chalicelib.aws.multipart_uploads import S3MultipartStorage

        return S3MultipartStorage(self._s3, self.settings.upload_bucket)


class WithErasure(WithUploads):
    """Adds the erasure of images."""

    @cached_property
    def erasures(self) -> "Erasures":
        """Erases the images in the queue."""
        from chalicelib.erasure.erasures import Erasures
        from chalicelib.erasure.removal import Removal

        removal = Removal(
            store=self.store,
            sources=self._versions(self.settings.upload_bucket),
            outputs=self._versions(self.settings.dest_bucket),
        )
        return Erasures(
            store=self.store,
            queue=self.erasure_queue,
            retirement=self.retirement,
            removal=removal,
            uploads=self.multipart_storage,
            renderings=self.rendering_usage,
            invalidations=self.invalidation_outbox,
            outbox=self.outbox,
            clock=now,
        )

    @cached_property
    def erasure_queue(self) -> "SQSErasureQueue":
        """The queue of images to erase."""
        from chalicelib.aws.clients import sqs_client
        from chalicelib.aws.erasure_queue import SQSErasureQueue

        return SQSErasureQueue(sqs_client(), self.settings.erasures_queue)

    def _versions(self, bucket: str) -> "S3ObjectVersions":
        from chalicelib.aws.object_versions import S3ObjectVersions

        return S3ObjectVersions(self._s3, bucket)
