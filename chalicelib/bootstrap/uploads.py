"""Wire multipart uploads to their adapter."""

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.bootstrap.processing import WithProcessing

if TYPE_CHECKING:
    from chalicelib.aws.multipart_uploads import S3MultipartStorage


class WithUploads(WithProcessing):
    """Adds multipart uploads, which deletions and erasures abort."""

    @cached_property
    def multipart_storage(self) -> "S3MultipartStorage":
        """Multipart uploads to the upload bucket."""
        from chalicelib.aws.multipart_uploads import S3MultipartStorage

        return S3MultipartStorage(self._s3, self.settings.upload_bucket)
