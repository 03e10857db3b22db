"""Errors in requests to the API."""

from chalicelib.errors.base import Permanent


class InvalidRequest(Permanent):
    """The request is invalid. `field` is the name of the invalid field, if there is one."""

    code = "invalid_request"

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class InvalidJson(InvalidRequest):
    """The body is not valid JSON."""

    code = "invalid_json"


class InvalidField(InvalidRequest):
    """A field is missing, unknown or has the wrong type."""

    code = "invalid_field"


class InvalidFilename(InvalidRequest):
    """The filename cannot be the last part of an S3 key."""

    code = "invalid_filename"


class UnsupportedContentType(InvalidRequest):
    """The declared content type is not that of a format that Darkroom can read."""

    code = "unsupported_content_type"


class UnknownPreset(InvalidRequest):
    """A requested variant is not a configured preset."""

    code = "unknown_preset"


class InvalidOperations(InvalidRequest):
    """The URL does not say what to render on demand, or not in the canonical way."""

    code = "invalid_operations"


class SizeTooLarge(InvalidRequest):
    """The declared size exceeds the limit."""

    code = "size_too_large"


class BodyTooLarge(InvalidRequest):
    """The request body is larger than the API accepts."""

    code = "request_too_large"


class InvalidCursor(InvalidRequest):
    """The cursor was not issued by this API."""

    code = "invalid_cursor"


class NotFound(Permanent):
    """The requested resource does not exist."""

    code = "not_found"


class ImageNotFound(NotFound):
    """No image has this id."""

    code = "image_not_found"


class ImageDeleted(NotFound):
    """The image was deleted in the last seven days."""

    code = "image_deleted"


class ImageErased(NotFound):
    """The image was erased, or is being erased. Its id stays unusable until its tombstone expires."""

    code = "image_erased"


class VariantNotFound(NotFound):
    """The image has no variant with this name, or not yet."""

    code = "variant_not_found"


class NotRenderable(Permanent):
    """An attempt to render the variant has just failed. Its reason is in the message."""

    code = "not_renderable"


class ObjectNotFound(NotFound):
    """No object has this key."""

    code = "object_not_found"


class IdempotencyKeyReused(Permanent):
    """The Idempotency-Key was first used with a different request body."""

    code = "idempotency_key_reused"


class MultipartError(Permanent):
    """The multipart upload of an image cannot be continued as requested."""


class NoMultipartUpload(MultipartError):
    """The image has no open multipart upload: it was completed, aborted, or never existed."""

    code = "no_multipart_upload"


class PartsMissing(MultipartError):
    """Parts of the file have not been uploaded yet. The message contains their numbers."""

    code = "parts_missing"
