"""Error messages for people: what went wrong and, if known, what to do about it."""

from urllib.parse import urlsplit

from darkroom.cli.exit_codes import failure
from darkroom.cli.options import Options
from darkroom.errors import (
    ConnectionFailed,
    InvalidResponse,
    UnauthorizedError,
    UnavailableError,
    UploadFormExpired,
)

_CHECK_URL = (
    "Check --url or DARKROOM_URL. An API Gateway URL ends with the stage: https://….amazonaws.com/api"
)
_TOO_LARGE = "Reduce the file size and try again. The service's MAX_UPLOAD_BYTES setting is the limit."
# Keyed by the stable error codes of the service and S3.
_BY_CODE = {
    "unknown_preset": "Run `darkroom presets` to list the presets.",
    "route_not_found": _CHECK_URL,
    "http_404": _CHECK_URL,
    "image_not_found": "Run `darkroom list` to see the image IDs.",
    "unsupported_content_type": "If the file name doesn't show the type, set it with --content-type.",
    "size_too_large": _TOO_LARGE,
    "file_too_large": _TOO_LARGE,
    "EntityTooLarge": _TOO_LARGE,
    "RequestTimeTooSkewed": "Set this computer's clock with `timedatectl` or in the date and time settings.",
}
_BY_KIND = {
    InvalidResponse: _CHECK_URL,
    UploadFormExpired: (
        "Check this computer's clock. If it is right, the upload took longer than"
        " the service's UPLOAD_EXPIRES setting allows."
    ),
    FileNotFoundError: "Check the path. Quote names that contain spaces.",
    FileExistsError: "Use --overwrite to replace it.",
    PermissionError: "Run `ls -l` to see its permissions.",
}
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def explain(error: Exception, options: Options) -> str:
    """Return the message for an error, with a hint that fits the given options."""
    hint = _hint(error, options)
    message = _message(error)
    return f"{sentence(message)} {hint}" if hint else message


def sentence(text: str) -> str:
    """Add a period unless the text already ends with a period or question mark."""
    return text if text.endswith((".", "?")) else f"{text}."


def _message(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}"
    return str(error)


def _hint(error: Exception, options: Options) -> str | None:
    match error:
        case ConnectionFailed():
            return _service_hint(options)
        case UnauthorizedError():
            return _token_hint(options)
        case FileExistsError() if options.out and error.filename == options.out:
            return "--out must be a folder."
        case UnavailableError(retry_after=float(seconds)):
            return f"Try again in {seconds:.0f} seconds."
    by_kind = (hint for kind, hint in _BY_KIND.items() if isinstance(error, kind))
    return _BY_CODE.get(failure(error).code) or next(by_kind, None)


def _service_hint(options: Options) -> str:
    local = " To start a local service, run `make dev`." if _is_local(options) else ""
    return f"Is the service running? Set its URL with --url or DARKROOM_URL.{local}"


def _token_hint(options: Options) -> str:
    token = "a different token" if options.token else "a token"
    local = " For the service that `make dev` starts, run `. .local/env`." if _is_local(options) else ""
    return f"Pass {token} with --token or DARKROOM_TOKEN.{local}"


def _is_local(options: Options) -> bool:
    return urlsplit(options.url).hostname in _LOOPBACK
