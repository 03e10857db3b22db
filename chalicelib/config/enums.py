"""The values of settings that have a fixed set of them."""

from enum import StrEnum


class WorkflowMode(StrEnum):
    """How images are processed: each in one function, or by a state machine."""

    DIRECT = "direct"
    STEPFUNCTIONS = "stepfunctions"


class ModerationMode(StrEnum):
    """Which service moderates images."""

    OFF = "off"
    REKOGNITION = "rekognition"


class FaceDetectionMode(StrEnum):
    """Which service detects faces, for presets with `position: face`."""

    OFF = "off"
    REKOGNITION = "rekognition"


class KernelMode(StrEnum):
    """Whether images are rendered with the compiled kernel."""

    AUTO = "auto"
    ON = "on"
    OFF = "off"


class FormReuse(StrEnum):
    """What happens to another file that is sent with a form which was used before."""

    REFUSE = "refuse"
    CHARGE = "charge"


class Disposal(StrEnum):
    """What happens to the source of a rejected image."""

    KEEP = "keep"
    QUARANTINE = "quarantine"
    DELETE = "delete"
