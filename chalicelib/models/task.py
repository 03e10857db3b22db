"""Inputs and outputs of the workflow's tasks. The state machine passes them on as JSON."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from msgspec import Struct

from chalicelib.models.record import Failure, Source
from chalicelib.models.run import Result, StoredVariant, Work
from chalicelib.models.variants import Placeholder


class Next(StrEnum):
    """The next state of an execution. The Choice states in infra/workflow.asl.json branch on it."""

    MODERATE = "moderate"
    RENDER = "render"
    FINALIZE = "finalize"
    PUBLISH = "publish"
    END = "end"


class InspectInput(Struct, frozen=True, kw_only=True):
    """The key and the version of the object to inspect, and the name of the execution that claims its record.

    The newest version is inspected, which can be another one.
    """

    key: str
    source: Source
    execution: str


class TaskOutput(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The work to do next, or the result if there is nothing to render.

    `variants` are the names of the presets to render. Each is rendered in all its formats by one task.
    """

    next: Next
    work: Work | None = None
    variants: tuple[str, ...] = ()
    result: Result | None = None


class RenderInput(Struct, frozen=True, kw_only=True):
    """The work, and the name of the preset to render."""

    work: Work
    variant: str


class RenderOutput(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The stored variants, one for each format, and the failure if the image cannot be processed."""

    stored: tuple[StoredVariant, ...] = ()
    placeholder: Placeholder | None = None
    failure: Failure | None = None


class FinalizeInput(Struct, frozen=True, kw_only=True):
    """A result, or the work and its rendered parts, in the order of its presets."""

    result: Result | None = None
    work: Work | None = None
    parts: tuple[RenderOutput, ...] = ()


class FinalizeOutput(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How the execution ended. `result` is set if there is something to publish."""

    next: Next
    outcome: str
    result: Result | None = None


class FailureInput(Struct, frozen=True, kw_only=True):
    """The object whose execution failed, and Step Functions' `Error` and `Cause`."""

    key: str
    source: Source
    error: Mapping[str, Any]
