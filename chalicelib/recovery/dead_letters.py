"""Use case: mark images as failed after Lambda has given up on their events."""

from msgspec import Struct

from chalicelib.domain import keys, transitions
from chalicelib.domain.s3_events import DeadLetter, ObjectEvent
from chalicelib.errors import ImageErased, ObjectNotFound
from chalicelib.models import Image, Result, Source, Status
from chalicelib.ports import Clock, SourceStorage
from chalicelib.processing.pipeline import Pipeline
from chalicelib.records.object_records import ObjectRecords


class DeadLetters(Struct, frozen=True, kw_only=True):
    """Marks images as `failed` that could not be processed.

    The status alone does not show this. If every run crashed before its claim, the record still has an
    older outcome, such as `ready`, so it is compared with the object.
    """

    upload_prefix: str
    records: ObjectRecords
    sources: SourceStorage
    pipeline: Pipeline
    clock: Clock

    def mark_failed(self, dead_letter: DeadLetter) -> None:
        """Give each image in the dead letter a terminal status. Raises Transient."""
        for object_event in dead_letter.object_events:
            if keys.is_source_key(object_event.key, self.upload_prefix):
                self._mark_failed(object_event)

    def _mark_failed(self, object_event: ObjectEvent) -> None:
        source = self._newest(object_event.key)
        if (
            source is not None
            and object_event.source is not None
            and not transitions.is_same_version(source, object_event.source)
        ):
            return  # The object has a newer version, which has its own event.
        image = self.records.find(object_event.key)
        if image is not None and image.erasing:
            return
        if image is not None and self._is_terminal_for(image, source):
            self.pipeline.after_commit(image)
            return
        self.give_up(object_event.key, image.id if image is not None else None)

    def give_up(self, key: str, image_id: str | None = None) -> None:
        """Mark the image under this key as failed, unless its newest version already has an outcome."""
        try:
            claimed = self.pipeline.claim(key, image_id)
        except ImageErased:
            return
        self.pipeline.finalize(self._result(claimed))

    def _result(self, claimed: Image) -> Result:
        """Return the record to commit, based on the object as it is after the claim."""
        # A single wrong response must not delete an image's outputs: nothing would restore them.
        source = self._newest(claimed.key) or self._newest(claimed.key)
        if source is None:
            return self.pipeline.steps.missing(claimed)
        fingerprint = self.pipeline.steps.fingerprint(claimed)
        if transitions.matches(claimed, source, fingerprint):
            return Result(image=transitions.restored(claimed), unchanged=True)
        failed = transitions.given_up(claimed, source=source, fingerprint=fingerprint, now=self.clock())
        return Result(image=failed)

    def _is_terminal_for(self, image: Image, source: Source | None) -> bool:
        if source is None:
            return image.status is Status.DELETED
        return image.status.terminal and transitions.matches(
            image, source, self.pipeline.steps.fingerprint(image)
        )

    def _newest(self, key: str) -> Source | None:
        try:
            return self.sources.open(key).source
        except ObjectNotFound:
            return None
