"""The tasks in the order of infra/workflow.asl.json, with JSON between them, and no state machine."""

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


def wired(value: Any) -> Any:
    """Send a value through JSON, as the state machine does."""
    return msgspec.json.decode(msgspec.json.encode(value), type=type(value))


def inspect(app: InMemoryApp, name: str) -> TaskOutput:
    key, _ = app.workflow.started[name]
    inspected: TaskOutput = wired(app.tasks.inspect(InspectInput(key=key, execution=name)))
    return inspected


def moderate(app: InMemoryApp, work: Work) -> TaskOutput:
    moderated: TaskOutput = wired(app.tasks.moderate(wired(work)))
    return moderated


def render(app: InMemoryApp, work: Work) -> tuple[RenderOutput, ...]:
    orders = [RenderInput(work=work, variant=plan.spec.name) for plan in work.plans]
    return tuple(wired(app.tasks.render(wired(order))) for order in orders)


def finalize(app: InMemoryApp, inspected: TaskOutput, parts: tuple[RenderOutput, ...] = ()) -> FinalizeOutput:
    order = FinalizeInput(result=inspected.result, work=inspected.work, parts=parts)
    finalized: FinalizeOutput = wired(app.tasks.finalize(wired(order)))
    if finalized.next is Next.PUBLISH:
        assert finalized.result is not None
        app.tasks.publish(finalized.result)
    return finalized


def execute(app: InMemoryApp, name: str) -> str:
    """Run an execution to its end; return its outcome."""
    inspected = inspect(app, name)
    if inspected.next is Next.MODERATE:
        assert inspected.work is not None
        inspected = moderate(app, inspected.work)
    parts = render(app, inspected.work) if inspected.work else ()
    return finalize(app, inspected, parts).outcome


def execute_all(app: InMemoryApp) -> list[str]:
    """Run what has been started, in that order."""
    return [execute(app, name) for name in list(app.workflow.started)]


def fail(app: InMemoryApp, name: str) -> None:
    """Let an execution end in its catcher."""
    key, source = app.workflow.started[name]
    app.tasks.record_failure(wired(FailureInput(key=key, source=source, error={"Error": "States.Timeout"})))
