"""Fakes of the table with an eventually consistent index, of the upload bucket with events, and of a CDN."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from chalicelib.models import Image, InvalidationRequest, Source, Status, StoredOutput
from tests.fakes import FakeImageStore, FakeOutputStorage, FakeSourceStorage
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


@dataclass
class CachedOutputs(FakeOutputStorage):
    """The processed bucket behind a CDN, whose viewers fetch every output as long as it is stored.

    `cached` are the keys that the CDN has, `deleted` those that it must not have when nothing is running.
    """

    cached: set[str] = field(default_factory=set)
    deleted: set[str] = field(default_factory=set)

    def put(
        self, key: str, content: bytes, *, content_type: str, disposition: str, cache_tag: str
    ) -> StoredOutput:
        self.cached.add(key)
        return super().put(
            key, content, content_type=content_type, disposition=disposition, cache_tag=cache_tag
        )

    def watch(self, record: Image | None) -> None:
        """Note which copies nobody should see, now that the record has changed."""
        if record is not None and record.status is Status.DELETED:
            self.deleted |= self.cached
        if record is not None and record.status is Status.READY:
            self.deleted -= {variant.key for variant in record.variants}


@dataclass
class ImmediateInvalidations:
    """Drops all copies as soon as an invalidation is requested: never later than a real CDN would."""

    outputs: CachedOutputs

    def send(self, requests: Sequence[InvalidationRequest], *, delay: timedelta = timedelta()) -> None:
        assert requests
        assert not delay
        self.outputs.cached = {output.key for output in self.outputs.stored}
