"""Remove every version of an image's objects."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from operator import eq

from msgspec import Struct

from chalicelib.domain import keys
from chalicelib.domain.deadline import Deadline
from chalicelib.models import Image, Lock, ObjectVersion
from chalicelib.ports import ImageStore, ObjectVersions


class NotErasing(Exception):
    """The erasure has ended in the meantime, so what is listed now can belong to a new image."""


class Removal(Struct, frozen=True, kw_only=True):
    """Removes the versions and delete markers of a source, of its quarantined copy, and of all outputs.

    Each page is listed before the record is checked: if the erasure still goes on then, nothing on the page
    was stored after its end.
    """

    store: ImageStore
    sources: ObjectVersions
    outputs: ObjectVersions

    def run(self, image: Image, deadline: Deadline) -> Sequence[Lock]:
        """Remove everything; return the locks of what S3 did not remove. It hides those objects.

        Raises NotErasing, OutOfTime, ServiceUnavailable. What is removed already is not listed again.
        """
        return list(self._locks(image, deadline))

    def _locks(self, image: Image, deadline: Deadline) -> Iterator[Lock]:
        for key in (keys.quarantine_key(image.key), image.key):
            pages = _of_one_key(self.sources.pages(key), key)
            yield from self._clear(self.sources, pages, partial(eq, key), image, deadline)
        for prefix in keys.output_prefixes(image.id, image.key):
            belongs = partial(keys.is_output_key, prefix=prefix)
            yield from self._clear(self.outputs, self.outputs.pages(prefix), belongs, image, deadline)

    def _clear(
        self,
        bucket: ObjectVersions,
        pages: Iterable[Sequence[ObjectVersion]],
        belongs: Callable[[str], bool],
        image: Image,
        deadline: Deadline,
    ) -> Iterator[Lock]:
        locked: set[str] = set()
        for page in pages:
            versions = [version for version in page if belongs(version.key)]
            if versions:
                self._check(image)
            for version in versions:
                deadline.check("erasing")
                lock = bucket.remove(version)
                if lock is not None:
                    locked.add(version.key)
                    yield lock
        for key in sorted(locked):
            bucket.hide(key)

    def _check(self, image: Image) -> None:
        current = self.store.get(image.id)
        if current is None or not current.erasing:
            raise NotErasing


def _of_one_key(pages: Iterable[Sequence[ObjectVersion]], key: str) -> Iterator[Sequence[ObjectVersion]]:
    """Yield the pages with this key. S3 sorts keys, so it comes before all others that begin with it."""
    for page in pages:
        yield page
        if any(version.key != key for version in page):
            return
