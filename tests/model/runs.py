"""Runs of tasks that are paused between two calls."""

from dataclasses import dataclass

from tests.fakes import FakeRetentionPolicies
from tests.model.components import Components
from tests.model.features import Features
from tests.model.full_application import FullApplication
from tests.model.replay import History, Recording, Stepped, SteppedOutputs, SteppedStore
from tests.model.tasks import Task


@dataclass(frozen=True)
class Run:
    """One run of a task, with the results of its calls so far."""

    task: Task
    history: History


def replay(task: Task, components: Components, features: Features, recording: Recording) -> None:
    """Run a task with recorded results of its calls on ports."""
    queue = Stepped("invalidations", recording)
    task.run(
        FullApplication(
            components=components,
            features=features,
            store=SteppedStore("store", recording),
            sources=Stepped("sources", recording),
            uploads=Stepped("uploads", recording),
            outputs=SteppedOutputs("outputs", recording),
            retired=Stepped("retired", recording),
            due_items=Stepped("due_items", recording),
            clock=lambda: recording.call("clock", "__call__"),
            publisher=Stepped("publisher", recording) if features.events else None,
            invalidations=queue if features.cdn else None,
            invalidation_queue=queue,
            invalidation_usage=Stepped("invalidation_usage", recording),
            cdn=Stepped("cdn", recording),
            sender=Stepped("sender", recording),
            usage=Stepped("usage", recording),
            form_reuse=features.form_reuse,
            leases=Stepped("leases", recording),
            deferrals=Stepped("deferrals", recording),
            workflow=Stepped("workflow", recording),
            erasure_queue=Stepped("erasure_queue", recording),
            source_versions=Stepped("source_versions", recording),
            output_versions=Stepped("output_versions", recording),
            renderings=Stepped("renderings", recording),
            retention=Stepped("retention", recording) if features.retention else FakeRetentionPolicies(),
            claims=Stepped("claims", recording),
            viewer=Stepped("viewer", recording),
        )
    )
