"""Exit codes: what scripts may rely on."""

from enum import IntEnum

from darkroom.errors import (
    ApiError,
    ConnectionFailed,
    ImageFailed,
    InvalidResponse,
    UnauthorizedError,
    UnavailableError,
    UploadError,
    WaitTimeout,
)
from darkroom.models import Failure


class Exit(IntEnum):
    """What scripts may rely on. Of several pictures with different codes, the largest counts."""

    OK = 0
    PICTURE_FAILED = 1
    USAGE = 2
    UNREACHABLE = 3
    REFUSED = 4
    TIMEOUT = 5
    INTERRUPTED = 130


EXIT_CODES = """\
exit codes:
  0    all went well
  1    a picture failed, or a local file could not be read or written
  2    wrong usage
  3    the service cannot be reached or is out of order
  4    the service refused: not authorised, not found, not accepted
  5    a picture was not done in time; it may still become ready
  130  interrupted
  With several pictures, the largest of their codes.
"""


def exit_for(error: Exception) -> Exit:
    """Return the code for one error."""
    if isinstance(error, ConnectionFailed | InvalidResponse | UnavailableError):
        return Exit.UNREACHABLE
    if isinstance(error, ApiError):
        return Exit.REFUSED
    if isinstance(error, WaitTimeout):
        return Exit.TIMEOUT
    return Exit.PICTURE_FAILED


def stops_everything(error: Exception) -> bool:
    """Return True when the next picture would meet the same error."""
    return isinstance(error, ConnectionFailed | InvalidResponse | UnauthorizedError)


def failure(error: Exception) -> Failure:
    """Describe the error for scripts: the service's or S3's code where there is one, else its own name."""
    if isinstance(error, ImageFailed) and error.image.error:
        return error.image.error
    code = error.code if isinstance(error, ApiError | UploadError) else type(error).__name__
    return Failure(code=code, detail=str(error))
