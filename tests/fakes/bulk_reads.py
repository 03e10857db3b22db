"""A fake BulkReader."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from chalicelib.models import Image, Status
from tests.fakes.store import FakeImageStore


@dataclass(frozen=True)
class FakeBulkReader:
    """Reads from the store, without a delay."""

    store: FakeImageStore

    def find(self, image_ids: Sequence[str]) -> Mapping[str, Image]:
        return {id_: self.store.images[id_] for id_ in image_ids if id_ in self.store.images}

    def failed(self, codes: Collection[str]) -> Iterator[Image]:
        for image in list(self.store.images.values()):
            if image.status is Status.FAILED and image.error is not None and image.error.code in codes:
                yield image
