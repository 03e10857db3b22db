"""Tasks for runs. Each calls one use case, and defines what AWS does after a crash."""

from dataclasses import dataclass, replace
from datetime import timedelta

from chalicelib.domain.deadline import NO_DEADLINE, Deadline
from chalicelib.domain.s3_events import DeadLetter, ObjectEvent
from chalicelib.models import (
    ErasureRequest,
    FinalizeInput,
    InspectInput,
    InvalidationRequest,
    Next,
    RenderInput,
    Source,
    TaskOutput,
)
from tests.model.application import Application
from tests.model.callers import ChangingRetention, Completing, Deletion, Erasing, Reading
from tests.model.full_application import FullApplication
from tests.model.strangers import Intrusion
from tests.model.viewing import Viewing

# Lambda retries an asynchronous event twice.
MAX_ATTEMPTS = 3

# Milliseconds until a run's lease ends.
TIMEOUT_MS = 60_000


@dataclass(frozen=True)
class Event:
    """An S3 event about an object. `source` is None if it was removed.

    It comes after `delay` seconds if it has been deferred.
    """

    key: str
    source: Source | None
    attempt: int = 1
    removed_version: str | None = None
    deferrals: int = 0
    delay: int = 0

    def run(self, app: Application) -> None:
        if not isinstance(app, FullApplication):
            app.pipeline.reconcile(self.key, self.source, removed_version=self.removed_version)
        else:
            event = ObjectEvent(key=self.key, source=self.source, removed_version=self.removed_version)
            app.fair_share.process(event, Deadline(lambda: TIMEOUT_MS), self.deferrals)

    def after_crash(self) -> "Task | None":
        if self.attempt < MAX_ATTEMPTS:
            return replace(self, attempt=self.attempt + 1, delay=0)
        return DeadLetterMessage(self.key, self.source)


@dataclass(frozen=True)
class Execution:
    """An execution of the workflow. If a task fails for good, the image is marked as failed."""

    name: str
    key: str
    source: Source

    def run(self, app: Application) -> None:
        assert isinstance(app, FullApplication)
        tasks = app.tasks
        output = tasks.inspect(InspectInput(key=self.key, source=self.source, execution=self.name))
        if output.next is Next.MODERATE and output.work is not None:
            output = tasks.moderate(output.work)
        done = tasks.finalize(_rendered(app, output))
        if done.next is Next.PUBLISH and done.result is not None:
            tasks.publish(done.result)

    def after_crash(self) -> "Task | None":
        return DeadLetterMessage(self.key, self.source)


def _rendered(app: FullApplication, output: TaskOutput) -> FinalizeInput:
    work = output.work
    if work is None or output.next is not Next.RENDER:
        return FinalizeInput(result=output.result)
    parts = [app.tasks.render(RenderInput(work=work, variant=name)) for name in output.variants]
    return FinalizeInput(work=work, parts=tuple(parts))


@dataclass(frozen=True)
class DeadLetterMessage:
    """An event that Lambda has given up on. SQS delivers it until the consumer succeeds."""

    key: str
    source: Source | None

    def run(self, app: Application) -> None:
        object_event = ObjectEvent(key=self.key, source=self.source)
        app.dead_letters.mark_failed(DeadLetter(object_events=(object_event,), reason="Task timed out"))

    def after_crash(self) -> "Task | None":
        return self


@dataclass(frozen=True)
class Invalidating:
    """Requests in the queue of invalidations. SQS delivers them until the consumer succeeds."""

    requests: tuple[InvalidationRequest, ...]
    delay: int = 0

    def run(self, app: Application) -> None:
        assert isinstance(app, FullApplication)
        app.invalidation.run(self.requests)

    def after_crash(self) -> "Task | None":
        return self

    @classmethod
    def after(cls, delay: timedelta, requests: tuple[InvalidationRequest, ...]) -> "Invalidating":
        return cls(requests, delay=int(delay.total_seconds()))


@dataclass(frozen=True)
class ErasureMessage:
    """A request in the queue of images to erase. SQS delivers it until the consumer succeeds."""

    request: ErasureRequest

    def run(self, app: Application) -> None:
        app.erasures.run(self.request, NO_DEADLINE)

    def after_crash(self) -> "Task | None":
        return self


@dataclass(frozen=True)
class Sweeping:
    """A scheduled sweep. After a crash, the next one runs as scheduled."""

    def run(self, app: Application) -> None:
        app.sweep.run(NO_DEADLINE)

    def after_crash(self) -> "Task | None":
        return None


Task = (
    Event
    | Execution
    | DeadLetterMessage
    | Invalidating
    | Completing
    | Deletion
    | Erasing
    | ChangingRetention
    | ErasureMessage
    | Reading
    | Intrusion
    | Viewing
    | Sweeping
)
