"""Outputs that were replaced and stay for a while, and what the sweep has to do at a certain time."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from chalicelib.models.record import StoredOutput


class RetiredOutput(Struct, frozen=True, kw_only=True):
    """One stored version of an output that has been replaced. The sweep removes it after `due_at`."""

    output: StoredOutput
    due_at: datetime


class DueKind(StrEnum):
    """What is due: removing retired outputs of an image, or ending the image or one of its variants."""

    RETIRED_OUTPUTS = "retired outputs"
    IMAGE = "image"


class DueItem(Struct, frozen=True, kw_only=True):
    """Something that is due for an image."""

    kind: DueKind
    image_id: str
