"""The caller asked for something that cannot be served."""

from chalicelib.errors.base import Permanent


class InvalidRequest(Permanent):
    """The request cannot be served as it is; `field` names the part at fault, if one part is."""

    code = "invalid_request"

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class InvalidJson(InvalidRequest):
    """The body is not JSON."""

    code = "invalid_json"


class InvalidField(InvalidRequest):
    """A field is missing, unknown or has the wrong type."""

    code = "invalid_field"


class InvalidFilename(InvalidRequest):
    """The filename cannot be the last part of an S3 key."""

    code = "invalid_filename"


class UnsupportedContentType(InvalidRequest):
    """The declared content type is not one of the formats that can be read."""

    code = "unsupported_content_type"


class UnknownPreset(InvalidRequest):
    """A requested variant is not one of the configured presets."""

    code = "unknown_preset"


class SizeTooLarge(InvalidRequest):
    """The declared size is over the limit."""

    code = "size_too_large"


class BodyTooLarge(InvalidRequest):
    """The body has more bytes than any request to the API needs."""

    code = "request_too_large"


class InvalidCursor(InvalidRequest):
    """The cursor was not issued by this API."""

    code = "invalid_cursor"


class NotFound(Permanent):
    """What was asked for does not exist."""

    code = "not_found"


class ImageNotFound(NotFound):
    """No image has this id."""

    code = "image_not_found"


class VariantNotFound(NotFound):
    """The image has no variant of this name, or not yet."""

    code = "variant_not_found"


class ObjectNotFound(NotFound):
    """There is no object under this key."""

    code = "object_not_found"


class IdempotencyError(Permanent):
    """An Idempotency-Key came a second time, and the first answer cannot be given."""


class IdempotencyKeyReused(IdempotencyError):
    """The first request with this key had another body."""

    code = "idempotency_key_reused"


class RequestInProgress(IdempotencyError):
    """The first request with this key has no answer yet."""

    code = "request_in_progress"
