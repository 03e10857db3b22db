"""Store rendered variants in the processed bucket."""

from collections.abc import Sequence

from chalicelib.domain import filenames, formats, keys
from chalicelib.domain.animation import is_animated
from chalicelib.domain.invalidation import cache_tag
from chalicelib.models import Image, Rendered, StoredOutput, StoredVariant, Variant, VariantPlan, Work
from chalicelib.ports import OutputStorage


def store(outputs: OutputStorage, work: Work, rendered: Rendered) -> StoredVariant:
    """Store one variant under a key that no other version shares, unless it is there already."""
    key = output_key(work, rendered.name, rendered.extension)
    output = None if _is_stored(outputs, work, key) else _put(outputs, work, key, rendered)
    plan = _plan(work, rendered)
    variant = Variant(
        name=rendered.name,
        key=key,
        content_type=rendered.content_type,
        width=rendered.width,
        height=rendered.height,
        size=len(rendered.content),
        has_effects=_has_effects(plan),
        is_animated=is_animated(work.info, plan),
    )
    return StoredVariant(variant=variant, output=output)


def output_key(work: Work, name: str, extension: str) -> str:
    """Return the key of a variant."""
    version = keys.version(work.source, work.fingerprint)
    return keys.output_key(work.image.id, version, name, extension)


def in_order(stored: Sequence[StoredVariant], work: Work) -> list[Variant]:
    """Return the variants in the order of their plans, in whichever order they were stored."""
    keys = [output_key(work, plan.spec.name, formats.by_name(plan.format).extension) for plan in work.plans]
    return sorted((each.variant for each in stored), key=lambda variant: keys.index(variant.key))


def written(stored: Sequence[StoredVariant]) -> tuple[StoredOutput, ...]:
    """Return the object versions that this run has stored."""
    return tuple(each.output for each in stored if each.output is not None)


def disposition(image: Image, rendered: Rendered) -> str:
    """Return the `Content-Disposition` of a variant, with a name derived from the source's."""
    name = filenames.download_name(image.filename, rendered.name, rendered.extension)
    return filenames.content_disposition(name)


def _plan(work: Work, rendered: Rendered) -> VariantPlan:
    return next(
        plan
        for plan in work.plans
        if plan.spec.name == rendered.name
        and formats.by_name(plan.format).content_type == rendered.content_type
    )


def _has_effects(plan: VariantPlan) -> bool:
    spec = plan.spec
    is_padded = plan.width > plan.scaled_width or plan.height > plan.scaled_height
    return spec.grayscale or spec.blur > 0 or spec.overlay is not None or is_padded


def _is_stored(outputs: OutputStorage, work: Work, key: str) -> bool:
    """Return whether the claimed record publishes this output, and it is still in the bucket.

    An output that is only in the bucket does not count: the cleanup of an earlier run, which found it out
    of date, may be about to clear it.
    """
    return key in {variant.key for variant in work.image.variants} and outputs.newest(key) is not None


def _put(outputs: OutputStorage, work: Work, key: str, rendered: Rendered) -> StoredOutput:
    return outputs.put(
        key,
        rendered.content,
        content_type=rendered.content_type,
        disposition=disposition(work.image, rendered),
        cache_tag=cache_tag(work.image.id),
    )
