"""Runs of tasks that are paused between two calls."""

from dataclasses import dataclass

from tests.model.application import Application
from tests.model.components import Components
from tests.model.replay import History, Recording, Stepped, SteppedOutputs
from tests.model.tasks import Task


@dataclass(frozen=True)
class Run:
    """One run of a task, with the results of its calls so far."""

    task: Task
    history: History


def replay(
    task: Task, components: Components, recording: Recording, *, with_events: bool, with_cdn: bool
) -> None:
    """Run a task with recorded results of its calls on ports."""
    task.run(
        Application(
            components=components,
            store=Stepped("store", recording),
            sources=Stepped("sources", recording),
            outputs=SteppedOutputs("outputs", recording),
            clock=lambda: recording.call("clock", "__call__"),
            publisher=Stepped("publisher", recording) if with_events else None,
            invalidations=Stepped("invalidations", recording) if with_cdn else None,
            sender=Stepped("sender", recording),
        )
    )
