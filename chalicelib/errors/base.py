"""The root, what trying again can help with, and the deployment's own faults."""

from typing import ClassVar


class DarkroomError(Exception):
    """Root of all errors raised on purpose; the message says what was wrong and what to do."""

    code: ClassVar[str] = "internal_error"


class Permanent(DarkroomError):
    """Trying the same again gives the same."""


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
