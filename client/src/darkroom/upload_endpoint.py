"""What a site's own endpoint for uploads does: check a browser's request, and turn errors into responses.

The adapters for frameworks share it. They call the service between `create_arguments` and
`Upload.for_browser`, with `Client` or with `AsyncClient`.
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypedDict, TypeVar

import msgspec

from darkroom.bodies import reject_single_string
from darkroom.decoding import decoder
from darkroom.errors import ApiError, DarkroomError
from darkroom.retry import single_attempt
from darkroom.upload_problems import UploadProblem, problem_from

T = TypeVar("T")

LOGGER = logging.getLogger("darkroom.upload_endpoint")

# The longest file name and a hundred variants have less.
MAX_BODY_BYTES = 16_384


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadRules:
    """What the site allows. `variants` are names of presets; without them, the service decides.

    A browser may choose among the variants; without a choice, it gets all of them. `max_bytes` is the largest
    size of a file; the service has a limit of its own.
    """

    variants: Sequence[str] | None = None
    max_bytes: int | None = None

    def __post_init__(self) -> None:
        """Raise TypeError for a string instead of a list of variants."""
        reject_single_string("variants", self.variants)


class UploadArguments(TypedDict):
    """The arguments of `client.create_upload`."""

    filename: str
    size: int
    content_type: str | None
    variants: Sequence[str] | None
    multipart: bool


class _UploadRequest(msgspec.Struct, kw_only=True):
    """A browser's request. Unknown fields are ignored, so that newer components work with this version."""

    filename: str
    size: int
    content_type: str | None = None
    variants: list[str] | None = None
    multipart: bool = False


class _KeyRequest(msgspec.Struct):
    key: str


def create_arguments(body: bytes, rules: UploadRules) -> UploadArguments:
    """Return the arguments for `client.create_upload` from the JSON of a browser. Raises UploadProblem."""
    request = _decoded(body, _UploadRequest)
    if request.size < 1:
        raise UploadProblem(400, "empty_file", "The file is empty.", "size")
    if rules.max_bytes is not None and request.size > rules.max_bytes:
        detail = f"The file has {request.size} bytes; the limit is {rules.max_bytes} bytes."
        raise UploadProblem(413, "size_too_large", detail, "size")
    return UploadArguments(
        filename=request.filename,
        size=request.size,
        content_type=request.content_type or None,
        variants=_variants(request.variants, rules.variants),
        multipart=request.multipart,
    )


def upload_key(body: bytes) -> str:
    """Return the key of an upload, which proves that the browser has started it. Raises UploadProblem."""
    return _decoded(body, _KeyRequest).key


def check_content_type(content_type: str | None) -> None:
    """Refuse bodies that are not sent as JSON. Raises UploadProblem.

    A page of another origin can send other types without a preflight request.
    """
    media_type = (content_type or "").partition(";")[0].strip().lower()
    if media_type != "application/json":
        detail = "The request body must be JSON. Send Content-Type: application/json."
        raise UploadProblem(415, "unsupported_media_type", detail)


@contextmanager
def problems() -> Iterator[None]:
    """Turn the client's errors into UploadProblem, and log those that are the site's to solve.

    Nothing is retried within: the component does that, and it can show that it waits.
    """
    try:
        with single_attempt():
            yield
    except DarkroomError as error:
        problem = problem_from(error)
        if problem.is_fault:
            LOGGER.exception("The upload failed (%s)", _cause(error))  # noqa: TRY401 - not in its text
        raise problem from error


def _cause(error: DarkroomError) -> str:
    """Return what the text of the error, which the log has as well, does not contain."""
    return f"HTTP {error.status} {error.code}" if isinstance(error, ApiError) else type(error).__name__


def _variants(requested: list[str] | None, allowed: Sequence[str] | None) -> Sequence[str] | None:
    if not requested or allowed is None:
        return requested or allowed
    for name in requested:
        if name not in allowed:
            detail = f"There is no preset named {name!r} here."
            raise UploadProblem(400, "unknown_preset", detail, "variants")
    return requested


def _decoded(body: bytes, kind: type[T]) -> T:
    if len(body) > MAX_BODY_BYTES:
        detail = f"The body has more than {MAX_BODY_BYTES} bytes. Send the file to the upload form, not here."
        raise UploadProblem(413, "request_too_large", detail)
    document = _json_object(body)
    decoder(kind)
    try:
        return msgspec.convert(document, kind)
    except msgspec.ValidationError as error:
        raise UploadProblem(400, "invalid_field", f"The request is not valid: {error}.") from error


def _json_object(body: bytes) -> dict[str, Any]:
    try:
        return msgspec.json.decode(body, type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UploadProblem(400, "invalid_json", "The request body is not a JSON object.") from error
