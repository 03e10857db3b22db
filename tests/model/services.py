"""Fakes of the table with an eventually consistent index, and of the upload bucket with events."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from chalicelib.models import Image, Source
from tests.fakes import FakeImageStore, FakeSourceStorage
from tests.model.tasks import Event, Task


@dataclass
class LaggingStore(FakeImageStore):
    """A table whose index shows the state when it last caught up.

    `final` contains the ids of the events about all outcomes that were ever committed.
    """

    index: dict[str, Image] = field(default_factory=dict)
    final: set[str] = field(default_factory=set)

    def catch_up(self) -> None:
        self.index = dict(self.images)

    def finalize(self, image: Image) -> bool:
        done = super().finalize(image)
        if done:
            self.final.add(f"{image.id}-{image.revision}")
        return done

    def stuck(self, before: datetime, limit: int) -> Sequence[Image]:
        return FakeImageStore(self.index).stuck(before, limit)


@dataclass
class NotifyingSources(FakeSourceStorage):
    """The upload bucket. Every deletion and removal sends an event, even if the object does not exist."""

    waiting: list[Task] = field(default_factory=list)

    def delete(self, key: str) -> None:
        super().delete(key)
        self.waiting.append(Event(key, None))

    def remove_version(self, key: str, source: Source) -> None:
        super().remove_version(key, source)
        self.waiting.append(Event(key, None, removed_version=source.version_id))


@dataclass
class Resending:
    """Sends events like the bucket does."""

    waiting: list[Task]

    def send(self, key: str, source: Source | None) -> None:
        self.waiting.append(Event(key, source))
