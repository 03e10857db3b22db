"""The steps of a run that work on the image: open, read, plan, moderate, render, store.

`processing.pipeline` runs them in one function, `workflow.tasks` runs each in its own.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from contextlib import suppress

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.config.enums import Disposal
from chalicelib.domain import geometry, keys, retention, transitions
from chalicelib.domain.deadline import NO_DEADLINE, Deadline
from chalicelib.domain.presets import Presets
from chalicelib.domain.tombstone import tombstone
from chalicelib.errors import EmptyFile, FileTooLarge, ObjectNotFound, OwnOutput
from chalicelib.models import (
    Failure,
    HandOver,
    Image,
    Placeholder,
    Rendered,
    Rendering,
    Result,
    Source,
    Status,
    StoredVariant,
    Work,
)
from chalicelib.ports import Clock, ImageEngine, OutputStorage, RetentionPolicies, SourceObject, SourceStorage
from chalicelib.ports.observer import Observer
from chalicelib.processing import source_content, upload_policy, variant_storing
from chalicelib.processing.face_detection import FaceDetection
from chalicelib.processing.moderation import Moderation
from chalicelib.processing.parallel_storing import ParallelStoring


class Steps(Struct, frozen=True, kw_only=True):
    """The steps. Each raises Rejected if the image is at fault and Transient if a retry can help.

    `executor` returns the threads that store the variants of one run.
    """

    max_upload_bytes: int
    presets: Presets
    sources: SourceStorage
    outputs: OutputStorage
    engine: ImageEngine
    executor: Callable[[], Executor]
    moderation: Moderation | None = None
    face_detection: FaceDetection | None = None
    disposal: Disposal = Disposal.KEEP
    retention: RetentionPolicies
    observer: Observer
    clock: Clock

    def open(self, key: str) -> SourceObject:
        """Open the newest version of the object. Raises ObjectNotFound."""
        try:
            return self.sources.open(key)
        except ObjectNotFound:
            # A single wrong response must not delete an image's outputs: nothing would restore them.
            return self.sources.open(key)

    def read_again(self, work: Work) -> bytes:
        """Read exactly the version that the plans were made for. Raises ObjectNotFound if it is gone."""
        return source_content.read_version(self.sources, work.image.key, work.source, self.max_upload_bytes)

    def read(self, image: Image, source_object: SourceObject) -> bytes:
        """Read the object's bytes without their Content-Encoding, after the checks that do not need them."""
        if source_object.is_output:
            raise OwnOutput(
                "This file is a variant that Darkroom made; to process it, copy it without its metadata"
            )
        size, limit = source_object.source.size, self.max_upload_bytes
        if size == 0:
            raise EmptyFile("The file is empty")
        if size > limit:
            raise FileTooLarge(f"The file has {size} bytes; the limit is {limit} bytes")
        upload_policy.check_object(image, source_object)
        with self.observer.step("read", image.id):
            content = source_object.read()
        upload_policy.check_content(image, source_object, content)
        return source_content.decoded(source_object, content, self.max_upload_bytes)

    def plan(self, image: Image, source: Source, content: bytes, deadline: Deadline = NO_DEADLINE) -> Work:
        """Inspect the header, apply the edits, and plan the variants, around faces if asked to."""
        with self.observer.step("inspect", image.id):
            info = source_content.inspected(self.engine, image, content, deadline)
        focus = geometry.from_thousandths(image.focus) if image.focus else None
        plans = geometry.plan(info, self.presets.current(image), focus)
        if self.face_detection is not None:
            plans = self.face_detection.focused(plans, info, content, deadline)
        return Work(image=image, source=source, fingerprint=self.fingerprint(image), info=info, plans=plans)

    def moderate(self, work: Work, read: Callable[[], bytes], deadline: Deadline = NO_DEADLINE) -> None:
        """Check the image's content before any variant exists. `read` returns its bytes.

        Raises ContentRefused.
        """
        if self.moderation is not None:
            self.moderation.check(work, read, deadline)

    def storing(self, work: Work, deadline: Deadline = NO_DEADLINE) -> ParallelStoring:
        """Return a context that stores the variants that `render` hands over."""

        def store(rendered: Rendered) -> StoredVariant:
            deadline.check("storing")
            return self.store(work, rendered)

        return ParallelStoring(self.executor(), store)

    def render(
        self,
        work: Work,
        content: bytes,
        hand_over: HandOver,
        only: str | None = None,
        deadline: Deadline = NO_DEADLINE,
    ) -> Rendering:
        """Render every variant, or `only` those of the preset with this name, and hand over each of them."""
        with self.observer.step("render", work.image.id):
            rendering = self.engine.render(
                content, work.info, work.plans, only, deadline, hand_over=hand_over
            )
        self.observer.rendered(work.image.id, bytes_in=len(content), rendering=rendering)
        return rendering

    def store(self, work: Work, rendered: Rendered) -> StoredVariant:
        """Store one variant under a key that no other version shares, unless it is there already."""
        with self.observer.step("store", work.image.id):
            return variant_storing.store(self.outputs, work, rendered)

    def ready(self, work: Work, stored: Sequence[StoredVariant], placeholder: Placeholder | None) -> Result:
        """Return the result of an image whose variants are all stored."""
        now = self.clock()
        image = transitions.ready(
            work.image,
            source=work.source,
            fingerprint=work.fingerprint,
            info=work.info,
            variants=retention.with_ends(variant_storing.in_order(stored, work), work.plans, now),
            placeholder=placeholder,
            now=now,
        )
        return Result(image=image, written=variant_storing.written(stored))

    def rejected(
        self, image: Image, source: Source, failure: Failure, stored: Sequence[StoredVariant] = ()
    ) -> Result:
        """Return the result of an image that cannot be processed. `stored` are variants to remove.

        An image keeps its published variants if only its source, which was archived since, is unreadable.
        """
        if failure.code == transitions.SOURCE_UNREADABLE and transitions.is_published(image, source):
            kept = replace(transitions.restored(image), cleanup_pending=True)
            return Result(image=kept, written=variant_storing.written(stored), unchanged=True)
        failed = transitions.failed(
            image, source=source, fingerprint=self.fingerprint(image), failure=failure, now=self.clock()
        )
        if stored or self._must_dispose(failed):
            failed = replace(failed, cleanup_pending=True)
        return Result(image=failed, written=variant_storing.written(stored))

    def missing(self, image: Image) -> Result:
        """Return the result of an object that no longer exists."""
        if self._must_dispose(image):
            return Result(image=transitions.restored(image), unchanged=True)
        return Result(image=tombstone(image, now=self.clock()))

    def retained(self, image: Image, *, latest: bool = False) -> Image:
        """Return the outcome with the end that its owner's retention policy gives it now."""
        if image.status not in {Status.READY, Status.FAILED}:
            return image
        return retention.retained(image, self.retention.days(image.owner, latest=latest))

    def retained_anew(self, image: Image) -> Image:
        """Return the outcome of a run during which the metadata or the policy has changed."""
        return self.retained(image, latest=True)

    def dispose(self, image: Image) -> None:
        """Quarantine or delete the source of a rejected image, if the settings say so. Idempotent."""
        if image.source is None or not image.cleanup_pending or not self._must_dispose(image):
            return
        if self.disposal is Disposal.QUARANTINE:
            with suppress(ObjectNotFound):
                self.sources.copy_version(image.key, image.source, keys.quarantine_key(image.key))
        self.sources.remove_version(image.key, image.source)

    def _must_dispose(self, image: Image) -> bool:
        return transitions.is_refused(image) and self.disposal is not Disposal.KEEP

    def fingerprint(self, image: Image) -> str:
        """Return the fingerprint of the presets that the image is rendered with now."""
        return self.presets.fingerprint(image)
