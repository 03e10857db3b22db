"""Tasks for runs. Each calls one use case, and defines what AWS does after a crash."""

from dataclasses import dataclass, replace

from chalicelib.domain.deadline import NO_DEADLINE
from chalicelib.domain.s3_events import DeadLetter, ObjectEvent
from chalicelib.models import Source
from tests.model.application import Application
from tests.unit.deployment import OWNER

# Lambda retries an asynchronous event twice.
MAX_ATTEMPTS = 3


@dataclass(frozen=True)
class Event:
    """An S3 event about an object. `source` is None if it was removed."""

    key: str
    source: Source | None
    attempt: int = 1
    removed_version: str | None = None

    def run(self, app: Application) -> None:
        app.pipeline.reconcile(self.key, self.source, removed_version=self.removed_version)

    def after_crash(self) -> "Task | None":
        if self.attempt < MAX_ATTEMPTS:
            return replace(self, attempt=self.attempt + 1)
        return DeadLetterMessage(self.key, self.source)


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
class Deletion:
    """A caller deletes the image through the API. If the call crashes, nobody retries it."""

    key: str

    def run(self, app: Application) -> None:
        app.delete.run(app.records.id_for(self.key), owner=OWNER)

    def after_crash(self) -> "Task | None":
        return None


@dataclass(frozen=True)
class Reading:
    """A caller reads the image through the API."""

    image_id: str

    def run(self, app: Application) -> None:
        app.lookup.read(self.image_id, owner=OWNER)

    def after_crash(self) -> "Task | None":
        return None


@dataclass(frozen=True)
class Sweeping:
    """A scheduled sweep. After a crash, the next one runs as scheduled."""

    def run(self, app: Application) -> None:
        app.sweep.run(NO_DEADLINE)

    def after_crash(self) -> "Task | None":
        return None


Task = Event | DeadLetterMessage | Deletion | Reading | Sweeping
