"""Classes that break one rule of erasures, or of the end of variants, each."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec.structs import replace

from chalicelib.domain.deadline import Deadline
from chalicelib.erasure.erasures import Erasures, Outcome
from chalicelib.erasure.removal import Removal
from chalicelib.models import ErasureRequest, Image, Lease, Lock, ObjectVersion, Variant
from chalicelib.ports import ObjectVersions
from chalicelib.recovery.ended_images import EndedImages
from tests.model.services import LaggingStore


class MarksWithoutNewRevision(LaggingStore):
    """Does not fence off the runs that claimed the record before."""

    def supersede(self, image: Image) -> Image | None:
        newer = super().supersede(image)
        if newer is not None:
            self.images[image.id] = newer = replace(newer, revision=image.revision)
        return newer


class ClaimsWhileErasing(LaggingStore):
    def claim(self, fresh: Image, lease: Lease | None = None, *, is_attempt: bool = True) -> Image:
        before = self.images.get(fresh.id)
        if before is not None and before.erasing:
            self.images[fresh.id] = replace(before, erasing=False)
        return super().claim(fresh, lease, is_attempt=is_attempt)


class KeepsTheKey(LaggingStore):
    """Leaves the key, which contains the filename, in the tombstone of an erased image."""

    def replace(self, image: Image) -> bool:
        before = self.images.get(image.id)
        is_erased = before is not None and before.erasing and not image.erasing
        return super().replace(replace(image, key=before.key) if before and is_erased else image)


class RemovesOnlyTheNewestVersion(Removal, frozen=True):
    def _clear(
        self,
        bucket: ObjectVersions,
        pages: Iterable[Sequence[ObjectVersion]],
        belongs: Callable[[str], bool],
        image: Image,
        deadline: Deadline,
    ) -> Iterator[Lock]:
        newest = [page[-1:] for page in pages]
        yield from super()._clear(bucket, newest[-1:], belongs, image, deadline)


class RemovesWithoutChecking(Removal, frozen=True):
    """Removes what it has listed, even if the erasure has ended in the meantime."""

    def _check(self, image: Image) -> None:
        del image


class CompletesDespiteRuns(Erasures, frozen=True):
    """Does not wait for the end of runs that may still store outputs."""

    def run(self, request: ErasureRequest, deadline: Deadline) -> Outcome:
        image = self.store.get(request.image_id)
        if image is not None and image.erasing and image.has_concurrent_claims:
            self.store.finalize(replace(image, has_concurrent_claims=False))
        return super().run(request, deadline)


class RemovesFilesByKey(EndedImages, frozen=True):
    """Removes what is stored under the keys of variants that ended, even if they were rendered again."""

    def _end_variants(self, image: Image, variants: Sequence[Variant]) -> None:
        super()._end_variants(image, variants)
        for variant in variants:
            self.outputs.remove(self.outputs.list(variant.key))
