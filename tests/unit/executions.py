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
from tests.unit.scene import Scene


def wired(value: Any) -> Any:
    """Send a value through JSON, as the state machine does."""
    return msgspec.json.decode(msgspec.json.encode(value), type=type(value))


def inspect(scene: Scene, name: str) -> TaskOutput:
    key, _ = scene.workflow.started[name]
    inspected: TaskOutput = wired(scene.tasks.inspect(InspectInput(key=key, execution=name)))
    return inspected


def moderate(scene: Scene, work: Work) -> TaskOutput:
    moderated: TaskOutput = wired(scene.tasks.moderate(wired(work)))
    return moderated


def render(scene: Scene, work: Work) -> tuple[RenderOutput, ...]:
    orders = [RenderInput(work=work, variant=plan.spec.name) for plan in work.plans]
    return tuple(wired(scene.tasks.render(wired(order))) for order in orders)


def finalize(scene: Scene, inspected: TaskOutput, parts: tuple[RenderOutput, ...] = ()) -> FinalizeOutput:
    order = FinalizeInput(result=inspected.result, work=inspected.work, parts=parts)
    finalized: FinalizeOutput = wired(scene.tasks.finalize(wired(order)))
    if finalized.next is Next.PUBLISH:
        assert finalized.result is not None
        scene.tasks.publish(finalized.result)
    return finalized


def execute(scene: Scene, name: str) -> str:
    """Run an execution to its end; return its outcome."""
    inspected = inspect(scene, name)
    if inspected.next is Next.MODERATE:
        assert inspected.work is not None
        inspected = moderate(scene, inspected.work)
    parts = render(scene, inspected.work) if inspected.work else ()
    return finalize(scene, inspected, parts).outcome


def execute_all(scene: Scene) -> list[str]:
    """Run what has been started, in that order."""
    return [execute(scene, name) for name in list(scene.workflow.started)]


def fail(scene: Scene, name: str) -> None:
    """Let an execution end in its catcher."""
    key, source = scene.workflow.started[name]
    scene.tasks.record_failure(wired(FailureInput(key=key, source=source, error={"Error": "States.Timeout"})))
