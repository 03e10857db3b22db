"""Use case: bring the record and the outputs of one source object in line with the object.

An event is a hint, the object is the truth. Every run claims the record first and reads the object
after; its outputs go under keys that no other version shares; the record is swapped only if nobody
has claimed since. So whichever run claims last has read last, and what it read is what stays.
"""

from dataclasses import dataclass
from enum import StrEnum

from chalicelib import keys, outcomes, variants
from chalicelib.cleanup import Cleanup
from chalicelib.deadline import NO_DEADLINE, Deadline
from chalicelib.errors import EmptyFile, FileTooLarge, ObjectNotFound, OwnOutput, Rejected
from chalicelib.models import Failure, Image, Rendered, Source, Status, StoredOutput, Variant
from chalicelib.ports import Clock, ImageEngine, ImageStore, OutputStorage, SourceObject, SourceStorage
from chalicelib.presets import Presets
from chalicelib.settings import Settings


class Outcome(StrEnum):
    """What a run came to."""

    READY = "ready"
    FAILED = "failed"
    DELETED = "deleted"
    DUPLICATE = "duplicate"
    SUPERSEDED = "superseded"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A record to finalize, and the outputs that this run has stored for it."""

    image: Image
    written: tuple[StoredOutput, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Pipeline:
    """The steps of a run, and `reconcile`, which takes them in order.

    Raises Transient where trying again can help; whatever is wrong with the picture itself is an
    outcome, not an error.
    """

    settings: Settings
    presets: Presets
    store: ImageStore
    sources: SourceStorage
    outputs: OutputStorage
    engine: ImageEngine
    cleanup: Cleanup
    clock: Clock

    def reconcile(self, key: str, hint: Source | None = None, deadline: Deadline = NO_DEADLINE) -> Outcome:
        """Process whatever lies under `key` now. `hint` is the version that an event spoke of."""
        if not keys.is_source_key(key, self.settings.upload_prefix):
            return Outcome.IGNORED
        if hint is not None and self._is_duplicate(key, hint):
            return Outcome.DUPLICATE
        return self.finalize(self.process(self.claim(key), deadline), deadline)

    def claim(self, key: str) -> Image:
        """Take the next revision of the record; make the record if there is none."""
        now = self.clock()
        return self.store.claim(
            Image(
                id=keys.image_id(key, self.settings.upload_prefix),
                key=key,
                filename=keys.filename(key),
                owner=self.settings.default_owner,
                status=Status.PROCESSING,
                created_at=now,
                updated_at=now,
            )
        )

    def process(self, image: Image, deadline: Deadline = NO_DEADLINE) -> Result:
        """Read the object as it is after the claim, render and store its variants."""
        try:
            source_object = self._open(image.key)
        except ObjectNotFound:
            return Result(image=outcomes.deleted(image, now=self.clock()))
        try:
            return self._publish(image, source_object, deadline)
        except Rejected as error:
            failed = outcomes.failed(
                image,
                source=source_object.source,
                fingerprint=self.fingerprint(image),
                failure=Failure(code=error.code, detail=str(error)),
                now=self.clock(),
            )
            return Result(image=failed)

    def finalize(self, result: Result, deadline: Deadline = NO_DEADLINE) -> Outcome:
        """Swap the record if nobody has claimed it since, then clear away what no record points to."""
        image = result.image
        if self.store.finalize(image):
            self.cleanup.finish(image)
            return Outcome(image.status.value)
        current = self.store.get(image.id)
        self.cleanup.abandon(image, result.written, current)
        if current is not None and outcomes.is_given_up(current):
            # Declared dead while it was alive: this run has shown that the picture can be processed.
            return self.reconcile(image.key, deadline=deadline)
        return Outcome.SUPERSEDED

    def fingerprint(self, image: Image) -> str:
        """Name the presets that this image is rendered with today."""
        return self.presets.fingerprint(image)

    def _is_duplicate(self, key: str, hint: Source) -> bool:
        image = self.store.get(keys.image_id(key, self.settings.upload_prefix))
        if image is None or not outcomes.is_settled(image, hint, self.fingerprint(image)):
            return False
        self.cleanup.finish(image)
        return True

    def _open(self, key: str) -> SourceObject:
        try:
            return self.sources.open(key)
        except ObjectNotFound:
            # One wrong answer must not cost a picture its outputs: nobody would look at it again.
            return self.sources.open(key)

    def _publish(self, image: Image, source_object: SourceObject, deadline: Deadline) -> Result:
        source = source_object.source
        deadline.check("reading")
        content = self._read(source_object)
        info = self.engine.inspect(content)
        focus = variants.from_thousandths(image.focus) if image.focus else None
        plans = variants.plan(info, self.presets.current(image.requested), focus)
        deadline.check("rendering")
        rendering = self.engine.render(content, info, plans)
        fingerprint = self.fingerprint(image)
        version = keys.version(source, fingerprint)
        published = [
            (_variant(image, version, rendered), rendered.content) for rendered in rendering.variants
        ]
        deadline.check("storing")
        written = tuple(
            self.outputs.put(variant.key, body, content_type=variant.content_type)
            for variant, body in published
        )
        ready = outcomes.ready(
            image,
            source=source,
            fingerprint=fingerprint,
            info=info,
            variants=[variant for variant, _ in published],
            placeholder=rendering.placeholder,
            now=self.clock(),
        )
        return Result(image=ready, written=written)

    def _read(self, source_object: SourceObject) -> bytes:
        if source_object.is_output:
            raise OwnOutput(
                "The file is a variant made by Darkroom; to process it, copy it without its metadata"
            )
        size, limit = source_object.source.size, self.settings.max_upload_bytes
        if size == 0:
            raise EmptyFile("The file is empty")
        if size > limit:
            raise FileTooLarge(f"The file has {size} bytes; the limit is {limit}")
        return source_object.read()


def _variant(image: Image, version: str, rendered: Rendered) -> Variant:
    return Variant(
        name=rendered.name,
        key=keys.output_key(image.key, version, rendered.name, rendered.extension),
        content_type=rendered.content_type,
        width=rendered.width,
        height=rendered.height,
        size=len(rendered.content),
    )
