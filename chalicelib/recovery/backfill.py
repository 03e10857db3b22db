"""Use case: find the objects whose variants are missing or out of date."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from chalicelib.domain import keys, transitions
from chalicelib.domain.presets import Presets
from chalicelib.models import Image, Source
from chalicelib.ports import BulkReader, SourceStorage
from chalicelib.recovery.dispatch import Finding, Step

# How many objects are looked up at a time.
_BATCH = 100


@dataclass(frozen=True, kw_only=True)
class Backfill:
    """Walks the uploads bucket and holds each object against its record, as the handler does."""

    upload_prefix: str
    presets: Presets
    sources: SourceStorage
    bulk_reader: BulkReader

    def steps(self, prefix: str, after: str = "") -> Iterator[Step]:
        """Yield what there is to do about each object below `prefix`, in the order of the keys' bytes.

        Goes on after the key `after`. Raises ServiceUnavailable.
        """
        listed = self.sources.list(prefix, after)
        uploads = ((key, source) for key, source in listed if keys.is_source_key(key, self.upload_prefix))
        while batch := list(islice(uploads, _BATCH)):
            yield from self._judge(batch)

    def _judge(self, batch: list[tuple[str, Source]]) -> Iterator[Step]:
        ids = [keys.image_id(key, self.upload_prefix) for key, _ in batch]
        images = self.bulk_reader.find(ids)
        for (key, source), image_id in zip(batch, ids, strict=True):
            yield Step(key=key, source=source, finding=self._finding(images.get(image_id), source))

    def _finding(self, image: Image | None, source: Source) -> Finding:
        if image is None:
            return Finding.DUE
        if not image.status.terminal:
            # It has an event of its own, and the sweep sees to it should that be lost.
            return Finding.UNDER_WAY
        current = self.presets.fingerprint(image)
        return Finding.SETTLED if transitions.is_up_to_date(image, source, current) else Finding.DUE
