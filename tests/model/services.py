"""The table and the uploads bucket, with what the plain fakes leave out: a lagging index, and events."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from chalicelib.models import Image
from tests.fakes import FakeImageStore, FakeSourceStorage
from tests.model.tasks import Event, Task


@dataclass
class LaggingStore(FakeImageStore):
    """The table, whose index shows what it held when the index last caught up.

    `final` names the outcomes that it has ever held, as events do.
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
class AnnouncedSources(FakeSourceStorage):
    """The uploads bucket. S3 sends an event of every removal, also of what is not there."""

    waiting: list[Task] = field(default_factory=list)

    def delete(self, key: str) -> None:
        super().delete(key)
        self.waiting.append(Event(key, None))
