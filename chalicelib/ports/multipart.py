"""Port for multipart uploads to the upload bucket."""

from collections.abc import Sequence
from typing import Protocol

from chalicelib.models import StoredPart, UploadPolicy


class MultipartStorage(Protocol):
    """Multipart uploads to the upload bucket. Methods raise ServiceUnavailable.

    Once an upload was completed or aborted, nothing more can come of it.
    """

    def begin(self, key: str, policy: UploadPolicy, *, image_id: str, owner: str) -> str:
        """Begin an upload and return its id.

        The object will have the content type of the policy, and the image id and the owner as metadata.
        """

    def sign_part(self, key: str, upload_id: str, *, number: int, size: int, expires_in: int) -> str:
        """Return a URL that allows its bearer to PUT exactly `size` bytes as this part. Makes no request."""

    def location(self, key: str) -> str:
        """Return the URL of the object, which is not public. Makes no request."""

    def stored(self, key: str, upload_id: str) -> Sequence[StoredPart]:
        """Return the parts that are stored. Raises NoMultipartUpload if the upload has ended."""

    def complete(self, key: str, upload_id: str, parts: Sequence[StoredPart]) -> bool:
        """Put the object together from exactly these parts, in order.

        Return False, and do nothing, if one of them has been replaced since. Raises NoMultipartUpload if the
        upload has ended.
        """

    def abort(self, key: str, upload_id: str) -> None:
        """Abort the upload and remove its parts, unless it has ended already."""
