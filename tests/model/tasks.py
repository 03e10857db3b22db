"""What runs can be about: each task calls one use case and says what Lambda does when a run of it dies."""

from dataclasses import dataclass

from chalicelib.domain.deadline import NO_DEADLINE
from chalicelib.domain.keys import image_id
from chalicelib.domain.s3_events import DeadLetter, ObjectEvent
from chalicelib.models import Source
from tests.model.application import Application
from tests.unit.deployment import OWNER, SETTINGS

# Lambda tries an asynchronous event once and twice again.
MAX_ATTEMPTS = 3


@dataclass(frozen=True)
class Event:
    """S3 has told of an object; `source` is None where it was removed."""

    key: str
    source: Source | None
    attempt: int = 1

    def run(self, app: Application) -> None:
        app.pipeline.reconcile(self.key, self.source)

    def after_death(self) -> "Task | None":
        if self.attempt < MAX_ATTEMPTS:
            return Event(self.key, self.source, self.attempt + 1)
        return DeadLetterMessage(self.key, self.source)


@dataclass(frozen=True)
class DeadLetterMessage:
    """Lambda has given up on an event. SQS delivers it until a run of the consumer succeeds."""

    key: str
    source: Source | None

    def run(self, app: Application) -> None:
        object_event = ObjectEvent(key=self.key, source=self.source)
        app.dead_letters.mark_failed(DeadLetter(object_events=(object_event,), reason="Task timed out"))

    def after_death(self) -> "Task | None":
        return self


@dataclass(frozen=True)
class Deletion:
    """A caller deletes the image through the API; nobody repeats the call if it dies."""

    key: str

    def run(self, app: Application) -> None:
        app.delete.run(image_id(self.key, SETTINGS.upload_prefix), owner=OWNER)

    def after_death(self) -> "Task | None":
        return None


@dataclass(frozen=True)
class Sweeping:
    """The schedule has fired; it will again."""

    def run(self, app: Application) -> None:
        app.sweep.run(NO_DEADLINE)

    def after_death(self) -> "Task | None":
        return None


Task = Event | DeadLetterMessage | Deletion | Sweeping
