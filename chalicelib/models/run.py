"""Data that the steps of a run pass on. It is small, so that functions can exchange it as JSON."""

from datetime import datetime

from msgspec import Struct

from chalicelib.models.record import Image, Source, StoredOutput, Variant
from chalicelib.models.variants import ImageInfo, VariantPlan


class Work(Struct, frozen=True, kw_only=True):
    """What to render: the claimed record, the object version read after the claim, and the plans.

    `fingerprint` identifies the presets that `plans` were made from. A preset has a plan for each of its
    formats.
    """

    image: Image
    source: Source
    fingerprint: str
    info: ImageInfo
    plans: tuple[VariantPlan, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the presets, in order."""
        return tuple(dict.fromkeys(plan.spec.name for plan in self.plans))


class StoredVariant(Struct, frozen=True, kw_only=True):
    """A variant in the processed bucket, and the object version that this run stored.

    `output` is None if the bucket already had the variant.
    """

    variant: Variant
    output: StoredOutput | None


class Result(Struct, frozen=True, kw_only=True):
    """A record to commit, and the outputs that this run has stored.

    A run without anything to do leaves the record `unchanged`: it only releases its claim. The image of a
    result that `is_retained` has the end that its owner's retention policy gives it.
    """

    image: Image
    written: tuple[StoredOutput, ...] = ()
    unchanged: bool = False
    is_retained: bool = False


class Lease(Struct, frozen=True, kw_only=True):
    """Counts a run as its owner's until the run is finalized, at most until `ends`, when no run is left."""

    owner: str
    ends: datetime
