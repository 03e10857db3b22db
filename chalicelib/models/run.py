"""What the steps of a run hand to each other: small, so that it can travel between functions as JSON."""

from dataclasses import dataclass

from chalicelib.models.record import Image, Source, StoredOutput, Variant
from chalicelib.models.rendering import ImageInfo, VariantPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What there is to render: the record as claimed, the version read after the claim, and what to make.

    `fingerprint` names the presets that `plans` were made from.
    """

    image: Image
    source: Source
    fingerprint: str
    info: ImageInfo
    plans: tuple[VariantPlan, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredVariant:
    """One variant in the processed bucket, and exactly the version that this run has written of it."""

    variant: Variant
    output: StoredOutput


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A record to finalize, and the outputs that this run has stored for it."""

    image: Image
    written: tuple[StoredOutput, ...] = ()
