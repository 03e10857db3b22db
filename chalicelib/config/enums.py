"""What a deployment may choose among."""

from enum import StrEnum


class WorkflowMode(StrEnum):
    """Who processes images: one function each, or a state machine."""

    DIRECT = "direct"
    STEPFUNCTIONS = "stepfunctions"


class ModerationMode(StrEnum):
    """Who looks at images before they are shown to others."""

    OFF = "off"
    REKOGNITION = "rekognition"


class Disposal(StrEnum):
    """What becomes of the source of a refused image."""

    KEEP = "keep"
    QUARANTINE = "quarantine"
    DELETE = "delete"
