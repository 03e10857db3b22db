"""The base classes: permanent, transient and configuration errors."""

from typing import ClassVar


class DarkroomError(Exception):
    """Base of all errors raised on purpose. The message says what is wrong and what to do."""

    code: ClassVar[str] = "internal_error"


class Permanent(DarkroomError):
    """A retry cannot help."""


class Transient(DarkroomError):
    """A retry can help."""


class ServiceUnavailable(Transient):
    """A call to AWS failed, was throttled or timed out."""

    code = "service_unavailable"


class OutOfTime(Transient):
    """The function stopped early because it would have timed out."""

    code = "out_of_time"


class RenderingInProgress(Transient):
    """Another request has the variant rendered, or too many others are rendered. Callers may see why."""

    code = "rendering_in_progress"


class InvalidOutput(DarkroomError):
    """An encoder wrote a broken file, or one of the wrong size. That is a bug, and not the image's fault."""


class ConfigurationError(DarkroomError):
    """A setting is missing or invalid. The message names it."""

    code = "configuration_error"
