"""What the workflow's state machine carries from task to task, as JSON: keys, numbers and names."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from msgspec import Struct

from chalicelib.models.record import Failure, Source
from chalicelib.models.rendering import Placeholder
from chalicelib.models.run import Result, StoredVariant, Work


class Next(StrEnum):
    """Which way an execution goes on: what the choices of infra/workflow.asl.json look at."""

    MODERATE = "moderate"
    RENDER = "render"
    FINALIZE = "finalize"
    PUBLISH = "publish"
    END = "end"


class InspectInput(Struct, frozen=True, kw_only=True):
    """The object to look at, and the name of the execution that claims its record."""

    key: str
    execution: str


class TaskOutput(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What there is to do, or what came of the image without anything to do."""

    next: Next
    work: Work | None = None
    result: Result | None = None


class RenderInput(Struct, frozen=True, kw_only=True):
    """One variant of the work, by its name."""

    work: Work
    variant: str


class RenderOutput(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What came of one variant: it is stored, or the image is at fault."""

    stored: StoredVariant | None = None
    placeholder: Placeholder | None = None
    failure: Failure | None = None


class FinalizeInput(Struct, frozen=True, kw_only=True):
    """A result, or the work and its parts in the order of its plans."""

    result: Result | None = None
    work: Work | None = None
    parts: tuple[RenderOutput, ...] = ()


class FinalizeOutput(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How the execution ended; `result` is what is to be published, if anything is."""

    next: Next
    outcome: str
    result: Result | None = None


class FailureInput(Struct, frozen=True, kw_only=True):
    """What an execution was about that could not go on, and Step Functions' `Error` and `Cause`."""

    key: str
    source: Source
    error: Mapping[str, Any]
