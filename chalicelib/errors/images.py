"""The image cannot be processed."""

from chalicelib.errors.base import Permanent


class Rejected(Permanent):
    """The image cannot be processed; the record says why and stays `failed`."""


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


class KeyMismatch(Rejected):
    """The object carries the form of another image."""

    code = "key_mismatch"


class TypeMismatch(Rejected):
    """The object's content type is not the one that its form is for."""

    code = "type_mismatch"


class SizeMismatch(Rejected):
    """The object has more bytes than its form is for."""

    code = "size_mismatch"


class ChecksumMismatch(Rejected):
    """The bytes are not those whose SHA-256 the form was asked for."""

    code = "checksum_mismatch"


class UnsupportedFormat(Rejected):
    """The bytes are no format that Darkroom reads."""

    code = "unsupported_format"


class ContentRefused(Rejected):
    """Content moderation has found in the image what this deployment does not take."""

    code = "content_refused"


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
