"""The sentence that tells people what was wrong and, where it is known, what to do about it."""

from urllib.parse import urlsplit

from darkroom.cli.exits import failure
from darkroom.cli.options import Options
from darkroom.errors import (
    ConnectionFailed,
    InvalidResponse,
    UnauthorizedError,
    UnavailableError,
    UploadFormExpired,
)

_ADDRESS = (
    "Is --url or DARKROOM_URL right? API Gateway's ends with its stage, as https://….amazonaws.com/api does."
)
# By the stable codes of the service and of S3.
_TOO_LARGE = "Make it smaller before the upload; MAX_UPLOAD_BYTES is the service's limit."
_BY_CODE = {
    "unknown_preset": "`darkroom presets` lists what there is.",
    "route_not_found": _ADDRESS,
    "http_404": _ADDRESS,
    "image_not_found": "`darkroom list` shows the ids.",
    "unsupported_content_type": "--content-type says what it is where the name does not.",
    "too_many_pixels": "Make it smaller before the upload; MAX_PIXELS is the service's limit.",
    "size_too_large": _TOO_LARGE,
    "file_too_large": _TOO_LARGE,
    "EntityTooLarge": _TOO_LARGE,
    "RequestTimeTooSkewed": "Set the clock: `timedatectl`, or the system's settings for date and time.",
}
_BY_KIND = {
    InvalidResponse: _ADDRESS,
    UploadFormExpired: "Is this machine's clock right, or the line too slow for UPLOAD_EXPIRES?",
    FileNotFoundError: "Is the path right? Quote names with blanks.",
    FileExistsError: "--overwrite replaces it.",
    PermissionError: "`ls -l` shows who may read or write it.",
}
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def explain(error: Exception, options: Options) -> str:
    """Return what to print; `options` tells what was given already."""
    hint = _hint(error, options)
    message = _message(error)
    return f"{sentence(message)} {hint}" if hint else message


def sentence(words: str) -> str:
    """End the words with a full stop, unless they end already."""
    return words if words.endswith((".", "?")) else f"{words}."


def _message(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}"
    return str(error)


def _hint(error: Exception, options: Options) -> str | None:
    match error:
        case ConnectionFailed():
            return _where_it_is(options)
        case UnauthorizedError():
            return _where_a_token_is(options)
        case FileExistsError() if options.out and error.filename == options.out:
            return "--out wants a folder."
        case UnavailableError(retry_after=float(seconds)):
            return f"Try again in {seconds:.0f} seconds."
    by_kind = (hint for kind, hint in _BY_KIND.items() if isinstance(error, kind))
    return _BY_CODE.get(failure(error).code) or next(by_kind, None)


def _where_it_is(options: Options) -> str:
    local = " `make dev` starts one here." if _is_here(options) else ""
    return f"Is the service running? --url or DARKROOM_URL says where.{local}"


def _where_a_token_is(options: Options) -> str:
    local = "; for the one of `make dev` type `. .local/env`" if _is_here(options) else ""
    return f"{'Another' if options.token else 'A'} token comes by --token or DARKROOM_TOKEN{local}."


def _is_here(options: Options) -> bool:
    return urlsplit(options.url).hostname in _LOOPBACK
