"""Run the tasks in the order of infra/workflow.asl.json, with JSON in between, without a state machine."""

from typing import Any

import msgspec

from chalicelib.models import (
    FailureInput,
    FinalizeInput,
    FinalizeOutput,
    InspectInput,
    Next,
    RenderInput,
    RenderOutput,
    TaskOutput,
    Work,
)
from tests.unit.in_memory_app import InMemoryApp


def through_json(value: Any) -> Any:
    """Encode and decode a value as JSON, as the state machine does."""
    return msgspec.json.decode(msgspec.json.encode(value), type=type(value))


def inspect(app: InMemoryApp, name: str) -> TaskOutput:
    key, source = app.workflow.started[name]
    task_input = through_json(InspectInput(key=key, source=source, execution=name))
    inspected: TaskOutput = through_json(app.tasks.inspect(task_input))
    return inspected


def moderate(app: InMemoryApp, work: Work) -> TaskOutput:
    moderated: TaskOutput = through_json(app.tasks.moderate(through_json(work)))
    return moderated


def render(app: InMemoryApp, work: Work) -> tuple[RenderOutput, ...]:
    """Render as the state machine does, which gets the names from the task before."""
    inputs = [RenderInput(work=work, variant=name) for name in work.names]
    return tuple(through_json(app.tasks.render(through_json(each))) for each in inputs)


def finalize(app: InMemoryApp, inspected: TaskOutput, parts: tuple[RenderOutput, ...] = ()) -> FinalizeOutput:
    task_input = FinalizeInput(result=inspected.result, work=inspected.work, parts=parts)
    finalized: FinalizeOutput = through_json(app.tasks.finalize(through_json(task_input)))
    if finalized.next is Next.PUBLISH:
        assert finalized.result is not None
        app.tasks.publish(finalized.result)
    return finalized


def execute(app: InMemoryApp, name: str) -> str:
    """Run an execution and return its outcome."""
    inspected = inspect(app, name)
    if inspected.next is Next.MODERATE:
        assert inspected.work is not None
        inspected = moderate(app, inspected.work)
    parts = render(app, inspected.work) if inspected.work else ()
    return finalize(app, inspected, parts).outcome


def execute_all(app: InMemoryApp) -> list[str]:
    """Run all executions that were started, in order."""
    return [execute(app, name) for name in list(app.workflow.started)]


def fail(app: InMemoryApp, name: str) -> None:
    """End an execution as its Catch would."""
    key, source = app.workflow.started[name]
    app.tasks.record_failure(
        through_json(FailureInput(key=key, source=source, error={"Error": "States.Timeout"}))
    )
