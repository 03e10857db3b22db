"""Reasons why an image cannot be processed."""

from chalicelib.errors.base import Permanent


class Rejected(Permanent):
    """The image cannot be processed. Its record becomes `failed` and contains the reason."""


class FormUsed(Permanent):
    """Another file was sent with a form that has been used. It was removed, and the image did not change."""

    code = "form_used"


class EmptyFile(Rejected):
    """The object is empty."""

    code = "empty_file"


class FileTooLarge(Rejected):
    """The object is larger than the limit."""

    code = "file_too_large"


class SourceUnreadable(Rejected):
    """S3 has the object but does not return its content: it is archived, or its key cannot be used."""

    code = "source_unreadable"


class OwnOutput(Rejected):
    """The object is a variant that Darkroom rendered. Processing it could lead to an endless loop."""

    code = "own_output"


class KeyMismatch(Rejected):
    """The object was uploaded with the form of another image."""

    code = "key_mismatch"


class TypeMismatch(Rejected):
    """The object's content type is not the one that its form allows."""

    code = "type_mismatch"


class SizeMismatch(Rejected):
    """The object is larger than its form allows."""

    code = "size_mismatch"


class ChecksumMismatch(Rejected):
    """The object's SHA-256 checksum is not the one in its form."""

    code = "checksum_mismatch"


class UnsupportedFormat(Rejected):
    """The file is not in a format that Darkroom can read."""

    code = "unsupported_format"


class ContentRefused(Rejected):
    """Content moderation rejected the image."""

    code = "content_refused"


class CorruptImage(Rejected):
    """The file starts like a supported format but cannot be decoded."""

    code = "corrupt_image"


class TooComplex(Rejected):
    """Processing the image takes more memory or time than the function has."""

    code = "too_complex"


class TooManyFrames(Rejected):
    """The animation has more frames than the limit for animated variants."""

    code = "too_many_frames"


class AnimationTooLarge(Rejected):
    """The frames of the animation have more pixels in total than the limit for animated variants."""

    code = "animation_too_large"
