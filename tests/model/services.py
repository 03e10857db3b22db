"""Fakes of the table with an eventually consistent index, of the upload bucket with events, and of a CDN."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from chalicelib.access.usage import Limits, Usage
from chalicelib.domain.transitions import is_refused
from chalicelib.models import Image, ObjectVersion, RetiredOutput, Source, Status, StoredOutput
from tests.fakes import (
    FakeImageStore,
    FakeObjectVersions,
    FakeOutputStorage,
    FakeRetirementStore,
    FakeSourceStorage,
    FakeUsageStore,
)
from tests.model.renditions import is_of
from tests.model.tasks import Event, Task


@dataclass
class LaggingStore(FakeImageStore):
    """A table whose index shows the state when it last caught up.

    `final` contains the ids of the events about all outcomes that were ever committed. `published` are the
    versions that were ever ready, in order, since the last failure. `first_ready` are the records of images
    when they were ready for the first time. `described` are the newest revisions of metadata, by the creation
    time of their record.
    """

    index: dict[str, Image] = field(default_factory=dict)
    deferred_index: set[str] = field(default_factory=set)
    final: set[str] = field(default_factory=set)
    published: list[Source] = field(default_factory=list)
    first_ready: dict[str, Image] = field(default_factory=dict)
    described: dict[datetime, int] = field(default_factory=dict)

    def set_metadata(self, image: Image) -> bool:
        before, done = self.get(image.id), super().set_metadata(image)
        if done and before is not None and before.metadata != image.metadata:
            self.described[image.created_at] = image.metadata_revision + 1
        return done

    def catch_up(self) -> None:
        self.index = dict(self.images)
        self.deferred_index = set(self.waiting)

    def replace(self, image: Image) -> bool:
        done = super().replace(image)
        if done:
            self.final.add(f"{image.id}-{image.revision}")
            self._note(image)
        return done

    def supersede(self, image: Image) -> Image | None:
        done = super().supersede(image)
        if done is not None:
            self._note(done)
        return done

    def _note(self, image: Image) -> None:
        if image.status is Status.DELETED:
            self.described.clear()
        if image.error is not None:
            self.published = []
        elif image.status is Status.READY and image.source and image.source not in self.published:
            self.published = [*self.published, image.source]
        if image.status is Status.READY and not image.open:
            self.first_ready.setdefault(image.id, image)

    def stuck(self, before: datetime, limit: int) -> Sequence[Image]:
        return FakeImageStore(self.index, waiting=self.deferred_index).stuck(before, limit)

    def deferred(self, before: datetime, limit: int) -> Sequence[Image]:
        return FakeImageStore(self.index, waiting=self.deferred_index).deferred(before, limit)

    def expired(self, now: datetime) -> list[str]:
        """Return the ids of the records that the table may delete."""
        images = self.images.values()
        return [image.id for image in images if image.expires_at is not None and image.expires_at < now]


@dataclass
class NotifyingSources(FakeSourceStorage):
    """The upload bucket. Every deletion and removal sends an event, even if the object does not exist.

    `by_form` are all versions that were ever sent with the form, `contents` everything that was, by ETag.
    """

    waiting: list[Task] = field(default_factory=list)
    by_form: list[Source] = field(default_factory=list)
    contents: dict[str, bytes] = field(default_factory=dict)

    def put(
        self, key: str, content: bytes, content_type: str = "image/jpeg", form: str | None = None
    ) -> Source:
        source = super().put(key, content, content_type, form)
        self.contents[source.etag] = content
        if form is not None:
            self.by_form = [*self.by_form, source]
        return source

    def delete(self, key: str) -> None:
        super().delete(key)
        self.waiting.append(Event(key, None))

    def remove_version(self, key: str, source: Source) -> None:
        super().remove_version(key, source)
        self.waiting.append(Event(key, None, removed_version=source.version_id))


class ListedVersions(FakeObjectVersions):
    """All versions in a bucket. Recorded results are read again, so the pages are a list."""

    def pages(self, prefix: str) -> list[Sequence[ObjectVersion]]:
        return list(super().pages(prefix))


@dataclass
class CountedUsage(FakeUsageStore):
    """Counters of quotas. `renderings` are the images that were counted without a form."""

    renderings: int = 0

    def add(self, usage: Usage, limits: Limits) -> Literal["images", "bytes", "forms"] | None:
        exhausted = super().add(usage, limits)
        if exhausted is None and usage.images and usage.bytes and not usage.forms:
            self.renderings += usage.images
        return exhausted


@dataclass
class Resending:
    """Sends events like the bucket does."""

    waiting: list[Task]

    def send(self, key: str, source: Source | None) -> None:
        self.waiting.append(Event(key, source))


@dataclass
class CachedOutputs(FakeOutputStorage):
    """The processed bucket behind a CDN, whose viewers fetch every output as long as it is stored.

    `cached` are the keys that the CDN has, with their tags, `deleted` those that it must not have when
    nothing is running, `shown` those that a record has ever published.
    """

    cached: dict[str, str] = field(default_factory=dict)
    deleted: set[str] = field(default_factory=set)
    shown: set[str] = field(default_factory=set)

    def put(
        self, key: str, content: bytes, *, content_type: str, disposition: str, cache_tag: str
    ) -> StoredOutput:
        self.cached[key] = cache_tag
        return super().put(
            key, content, content_type=content_type, disposition=disposition, cache_tag=cache_tag
        )

    def watch(self, record: Image | None) -> None:
        """Note which copies nobody should see, now that the record has changed."""
        if record is None:
            return
        if record.status is Status.DELETED or (record.status is Status.FAILED and is_refused(record)):
            self.deleted |= self.cached.keys()
        else:
            # The version is there again. If its file is broken, nobody got the URLs of what was stored.
            self.deleted = {key for key in self.deleted if not is_of(record, key)}
        if record.status is Status.READY:
            self.shown |= {variant.key for variant in record.variants}

    def drop(self, tags: Sequence[str] | None = None) -> None:
        """Drop the copies with these tags, or all. Viewers fetch at once what is still stored."""
        stored = {output.key for output in self.stored}
        kept = {key for key, tag in self.cached.items() if tags is not None and tag not in tags}
        self.cached = {key: tag for key, tag in self.cached.items() if key in stored | kept}


@dataclass
class LaggingRetirementStore(FakeRetirementStore):
    """A table whose index shows the state when it last caught up.

    `promised` is when each output that was ever retired was to be removed at first.
    """

    index: dict[str, tuple[RetiredOutput, ...]] = field(default_factory=dict)
    promised: dict[StoredOutput, datetime] = field(default_factory=dict)

    def replace(self, image_id: str, before: Sequence[RetiredOutput], after: Sequence[RetiredOutput]) -> bool:
        done = super().replace(image_id, before, after)
        for each in self.get(image_id):
            self.promised.setdefault(each.output, each.due_at)
        return done

    def catch_up(self) -> None:
        self.index = dict(self.lists)
