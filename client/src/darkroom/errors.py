"""Every error that the client raises on purpose.

DarkroomError
├── ConnectionFailed            no whole answer: not reachable, too slow, or the connection broke
├── InvalidResponse             an answer, but not Darkroom's: the base URL is probably wrong
├── ApiError                    the service answered with a problem: status, code, detail, field
│   ├── InvalidRequestError     400, 413, 415, 422: the request cannot be served as it is
│   ├── UnauthorizedError       401, 403: the token is missing, wrong or not enough
│   ├── NotFoundError           404: no such image, or it was deleted
│   └── UnavailableError        429, 5xx: trying again later can help
├── UploadError                 the storage refused the file: status, code, detail
│   └── UploadFormExpired       the upload form was no longer valid
├── MissingVariant              the image has no variant of this name, or not yet
├── DownloadError               a variant's file could not be fetched whole
├── UnusableFile                the file to upload is empty, or shrank while it was being read
├── WaitTimeout                 the image was not done in time; it may still become so
├── InvalidWebhook              what called is not the service, or calls with something old
└── ImageFailed                 the image ended as `failed` or `deleted`

What goes wrong with local files (missing, not readable, already there) stays Python's OSError.
"""

from darkroom.models import Image, Status


class DarkroomError(Exception):
    """Root of all errors raised on purpose."""


class ConnectionFailed(DarkroomError):
    """No whole answer came."""


class InvalidResponse(DarkroomError):
    """What answered does not speak Darkroom's API."""


class ApiError(DarkroomError):
    """The service refused: `code` is stable, `detail` is for people, `field` names the part at fault.

    `retry_after` is how many seconds the service asks to wait, None if it does not say.
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
    """The request cannot be served as it is."""


class UnauthorizedError(ApiError):
    """The token is missing, wrong or does not allow this."""


class NotFoundError(ApiError):
    """There is no such image, or it was deleted."""


class UnavailableError(ApiError):
    """The service is overloaded or out of order for the moment."""


class UploadError(DarkroomError):
    """The storage refused the file; `code` and `detail` are S3's."""

    def __init__(self, status: int, code: str, detail: str) -> None:
        super().__init__(f"The storage refused the file: {detail} ({code})")
        self.status = status
        self.code = code
        self.detail = detail


class UploadFormExpired(UploadError):
    """The upload form's time was over before the file arrived."""


class MissingVariant(DarkroomError):
    """The image has no variant of this name, or not yet."""


class DownloadError(DarkroomError):
    """A variant's file could not be fetched whole; `status` is the answer's, 200 for a short one."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


class UnusableFile(DarkroomError):
    """The file to upload has no bytes, or fewer than when the upload began."""


class WaitTimeout(DarkroomError):
    """The image was not done in time; `image` is how it stood last."""

    def __init__(self, image: Image, seconds: float) -> None:
        super().__init__(f"Image {image.id} is still {image.status} after {seconds:g} seconds")
        self.image = image


class InvalidWebhook(DarkroomError):
    """The signature is wrong, missing or too old: answer 401 and do nothing else."""


class ImageFailed(DarkroomError):
    """The image will not become `ready`; `image.error` says why."""

    def __init__(self, image: Image) -> None:
        reason = f"{image.error.detail} ({image.error.code})" if image.error else "no reason given"
        end = "was deleted" if image.status is Status.DELETED else "failed"
        super().__init__(f"Image {image.id} {end}: {reason}")
        self.image = image
