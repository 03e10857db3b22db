"""The exit codes of the command, and which error leads to which code."""

from enum import IntEnum
from http import HTTPStatus

from darkroom.errors import (
    ApiError,
    ConnectionFailed,
    DownloadError,
    ImageFailed,
    InvalidResponse,
    MissingVariant,
    UnauthorizedError,
    UnavailableError,
    UploadError,
    WaitTimeout,
)
from darkroom.messages import FIRST_SERVER_ERROR
from darkroom.models import Failure


class ExitCode(IntEnum):
    """The stable exit codes. If several inputs fail, the command returns the largest code."""

    OK = 0
    IMAGE_FAILED = 1
    USAGE = 2
    UNREACHABLE = 3
    REFUSED = 4
    TIMEOUT = 5
    INTERRUPTED = 130


EXIT_CODES = """\
exit codes:
  0    success
  1    an image failed, a file could not be read or written, or a URL not fetched
  2    invalid usage
  3    the service or S3 is unreachable or temporarily unavailable
  4    the service or S3 rejected the request or file: not authorized, not found or not valid
  5    an image was not ready in time; it may still become ready
  130  interrupted
  If several images fail, the largest code is returned.
"""


def exit_code_for(error: Exception) -> ExitCode:
    """Return the exit code for an error."""
    if isinstance(error, ConnectionFailed | InvalidResponse | UnavailableError):
        return ExitCode.UNREACHABLE
    if isinstance(error, UploadError | DownloadError):  # from S3
        return (
            ExitCode.REFUSED
            if HTTPStatus.BAD_REQUEST <= error.status < FIRST_SERVER_ERROR
            else ExitCode.UNREACHABLE
        )
    if isinstance(error, ApiError | MissingVariant):
        return ExitCode.REFUSED
    if isinstance(error, WaitTimeout):
        return ExitCode.TIMEOUT
    return ExitCode.IMAGE_FAILED


def stops_batch(error: Exception) -> bool:
    """Return whether the other inputs would fail with the same error."""
    return isinstance(error, ConnectionFailed | InvalidResponse | UnauthorizedError)


def failure(error: Exception) -> Failure:
    """Describe an error for scripts. The code is the service's or S3's, or else the name of the exception."""
    if isinstance(error, ImageFailed) and error.image.error:
        return error.image.error
    code = error.code if isinstance(error, ApiError | UploadError) else type(error).__name__
    return Failure(code=code, detail=str(error))
