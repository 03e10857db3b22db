"""Every error that Darkroom raises on purpose, each with a stable `code` that callers may rely on.

DarkroomError
├── Permanent                     trying again cannot help
│   ├── InvalidRequest            the caller's request is at fault (HTTP 4xx)
│   │   ├── InvalidJson
│   │   ├── InvalidField
│   │   ├── InvalidFilename
│   │   ├── UnsupportedContentType
│   │   ├── UnknownPreset
│   │   ├── SizeTooLarge
│   │   └── InvalidCursor
│   ├── NotFound                  no such image, variant or object
│   │   ├── ImageNotFound
│   │   ├── VariantNotFound
│   │   └── ObjectNotFound
│   └── Rejected                  the picture is at fault: its record ends as `failed`
│       ├── EmptyFile
│       ├── FileTooLarge
│       ├── UnusableKey
│       ├── OwnOutput
│       ├── UnsupportedFormat
│       ├── CorruptImage
│       ├── TooManyPixels
│       ├── TooManyFrames
│       └── AnimationTooLarge
├── Transient                     trying again can help: Lambda retries the event
│   ├── ServiceUnavailable        an AWS call failed, was throttled or timed out
│   └── OutOfTime                 the function would be cut off before it is done
└── ConfigurationError            the deployment is at fault: a setting is missing or wrong
"""

from typing import ClassVar


class DarkroomError(Exception):
    """Root of all errors raised on purpose; the message says what was wrong and what to do."""

    code: ClassVar[str] = "internal_error"


class Permanent(DarkroomError):
    """Trying the same again gives the same."""


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


class Rejected(Permanent):
    """The picture cannot be processed; the record says why and stays `failed`."""


class EmptyFile(Rejected):
    """The object has no bytes."""

    code = "empty_file"


class FileTooLarge(Rejected):
    """The object has more bytes than the limit."""

    code = "file_too_large"


class UnusableKey(Rejected):
    """Variants under this key could not be stored, or not be fetched: it is too long or has dot segments."""

    code = "unusable_key"


class OwnOutput(Rejected):
    """The object is a variant that Darkroom has rendered: processing it would feed Darkroom with itself."""

    code = "own_output"


class UnsupportedFormat(Rejected):
    """The bytes are no format that Darkroom reads."""

    code = "unsupported_format"


class CorruptImage(Rejected):
    """The bytes begin like a supported format but cannot be decoded."""

    code = "corrupt_image"


class TooManyPixels(Rejected):
    """Width times height, as the header states it, is over the limit."""

    code = "too_many_pixels"


class TooManyFrames(Rejected):
    """The animation has more frames than the limit."""

    code = "too_many_frames"


class AnimationTooLarge(Rejected):
    """The frames of the animation have more pixels in all than the limit."""

    code = "animation_too_large"


class Transient(DarkroomError):
    """Trying again can help."""


class ServiceUnavailable(Transient):
    """An AWS call failed, was throttled or timed out."""

    code = "service_unavailable"


class OutOfTime(Transient):
    """The function stops by itself while it can still say so."""

    code = "out_of_time"


class ConfigurationError(DarkroomError):
    """A setting is missing or wrong; the message names it."""

    code = "configuration_error"
