"""Use case: find the objects whose variants are missing or out of date."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import chain, islice

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.domain import keys, transitions
from chalicelib.domain.preset_changes import NO_CHANGE, PresetChange, variant_changes
from chalicelib.domain.presets import Presets
from chalicelib.models import Image, Source, Status
from chalicelib.ports import BulkReader, Clock, SourceStorage
from chalicelib.records.object_records import ObjectRecords
from chalicelib.recovery.dispatch import Finding, Step

# Objects per bulk read.
_BATCH = 100


class Backfill(Struct, frozen=True, kw_only=True):
    """Lists the upload bucket and compares each object with its record, as the event handler does.

    `change` is what the operator wants to change about the presets of images that are `ready`.
    """

    upload_prefix: str
    records: ObjectRecords
    presets: Presets
    sources: SourceStorage
    bulk_reader: BulkReader
    stuck_after: timedelta
    clock: Clock
    change: PresetChange = NO_CHANGE

    def steps(self, prefix: str, after: str = "") -> Iterator[Step]:
        """Yield a step for each object below `prefix`, ordered by the keys' bytes.

        Starts after the key `after`. Raises ServiceUnavailable.
        """
        listed = self.sources.list(prefix, after)
        uploads = ((key, source) for key, source in listed if keys.is_source_key(key, self.upload_prefix))
        while batch := list(islice(uploads, _BATCH)):
            yield from self._judge(batch)

    def _judge(self, batch: list[tuple[str, Source]]) -> Iterator[Step]:
        ids = [self.records.possible_ids(key) for key, _ in batch]
        images = self.bulk_reader.find(list(chain.from_iterable(ids)))
        for (key, source), possible in zip(batch, ids, strict=True):
            image = next((images[image_id] for image_id in possible if image_id in images), None)
            yield self._step(key, source, image)

    def _step(self, key: str, source: Source, image: Image | None) -> Step:
        if image is None:
            specs = self.presets.choose(self.presets.default_for(key))
            return Step(key=key, source=source, finding=Finding.DUE, changes=variant_changes(specs, ()))
        edited = self._edited(image)
        finding = Finding.DUE if edited else self._finding(image, source)
        if finding is not Finding.DUE:
            return Step(key=key, source=source, finding=finding)
        changes = variant_changes(self.presets.current(edited or image), image.variants)
        # The variants of another version of the source are out of date, whatever the presets are.
        if transitions.is_published(image, source) and not self.change.permits(changes.lost):
            finding, edited = Finding.LOSING, None
        return Step(key=key, source=source, finding=finding, changes=changes, edited=edited)

    def _edited(self, image: Image) -> Image | None:
        """Return the image with the presets that it is to have, or None if nothing changes."""
        if image.status is not Status.READY:
            return None
        requested = self.change.requested(image, self.presets)
        return None if requested == image.requested else replace(image, requested=requested)

    def _finding(self, image: Image, source: Source) -> Finding:
        if image.status is Status.PENDING and self.clock() >= image.created_at + self.stuck_after:
            return Finding.DUE  # Its event was lost.
        if image.erasing or not image.status.terminal:
            # Its own event processes it, or erases it. If that event is lost, the sweep does.
            return Finding.UNDER_WAY
        current = self.presets.fingerprint(image)
        return Finding.SETTLED if transitions.is_up_to_date(image, source, current) else Finding.DUE
