"""All errors that the client raises.

DarkroomError
├── ConnectionFailed            no complete response: unreachable, too slow, or connection lost
├── InvalidResponse             a response, but not from Darkroom: the base URL is probably wrong
├── ApiError                    the service returned an error: status, code, detail, field
│   ├── InvalidRequestError     400, 413, 415, 422: the request, or a size of a variant, is not valid;
│   │                           409: an upload in parts lacks some, or has ended
│   ├── UnauthorizedError       401, 403: the token is missing, invalid or lacks permission
│   ├── NotFoundError           404, 410: the image does not exist, was deleted or erased
│   └── UnavailableError        429, 5xx: try again later
├── UploadError                 S3 rejected the file: status, code, detail
│   └── UploadFormExpired       the upload form expired before the file arrived
├── MissingVariant              the image has no variant of this name, or not yet
├── DownloadError               a variant could not be downloaded completely
├── UnusableFile                the file to upload is empty, or shrank while it was being read
├── WaitTimeout                 the image was not ready in time; it may still become ready
├── InvalidWebhook              the webhook is not from the service, or is too old
└── ImageFailed                 the image ended as `failed` or `deleted`

Problems with local files (missing, unreadable, already existing) raise Python's OSError.
"""

from typing import TYPE_CHECKING

from darkroom.models import Failure, Status

if TYPE_CHECKING:
    from darkroom.image import Image


class DarkroomError(Exception):
    """Base class of all errors that the client raises."""


class ConnectionFailed(DarkroomError):
    """The service did not send a complete response."""


class InvalidResponse(DarkroomError):
    """The response does not come from Darkroom's API."""


class ApiError(DarkroomError):
    """The service returned an error.

    `code` is stable, `detail` is text for people, and `field` names the invalid part of the request.
    `retry_after` is the number of seconds that the service asks you to wait, or None.
    """

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        field: str | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.detail = detail
        self.field = field
        self.retry_after = retry_after


class InvalidRequestError(ApiError):
    """The request is not valid."""


class UnauthorizedError(ApiError):
    """The token is missing, invalid or does not permit this request."""


class NotFoundError(ApiError):
    """The image does not exist, was deleted, or is erased or being erased (code `image_erased`)."""


class UnavailableError(ApiError):
    """The service is temporarily overloaded or unavailable."""


class UploadError(DarkroomError):
    """S3 rejected the file; `code` and `detail` come from S3."""

    def __init__(self, status: int, code: str, detail: str) -> None:
        super().__init__(f"S3 rejected the file ({code}): {detail}")
        self.status = status
        self.code = code
        self.detail = detail


class UploadFormExpired(UploadError):
    """The upload form expired before the file arrived."""


class MissingVariant(DarkroomError):
    """The image has no variant of this name, or not yet."""


class DownloadError(DarkroomError):
    """A variant could not be downloaded completely.

    `status` is the HTTP status, which is 200 if the file has the wrong size.
    """

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


class UnusableFile(DarkroomError):
    """The file to upload is empty, or shrank while it was being read."""


class WaitTimeout(DarkroomError):
    """The image was not ready in time; `image` is its last known state."""

    def __init__(self, image: "Image", seconds: float) -> None:
        super().__init__(f"Image {image.id} is still {image.status} after {seconds:g} seconds.")
        self.image = image


class InvalidWebhook(DarkroomError):
    """The webhook's signature is invalid, missing or too old: respond with 401 and ignore the webhook."""


class ImageFailed(DarkroomError):
    """The image will not become `ready`; `error` says why. Its code is `deleted` if the image was deleted."""

    def __init__(self, image: "Image") -> None:
        outcome = "was deleted" if image.status is Status.DELETED else "failed"
        reason = f" ({image.error.code}): {image.error.detail}" if image.error else "."
        super().__init__(f"Image {image.id} {outcome}{reason}")
        self.image = image
        self.error = image.error or Failure(code=image.status, detail=f"The image {outcome}.")
