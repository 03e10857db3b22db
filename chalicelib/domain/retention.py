"""When images and variants end. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec.structs import replace

from chalicelib.models import Image, Variant, VariantPlan


def retained(image: Image, days: int | None) -> Image:
    """Return the record with the end of its image: this many days after its creation, None for no end."""
    end = image.created_at + timedelta(days=days) if days is not None else None
    return replace(image, retain_until=end)


def is_over(image: Image, now: datetime) -> bool:
    """Return whether the image has reached its end."""
    return image.retain_until is not None and image.retain_until <= now


def with_ends(
    variants: Sequence[Variant], plans: Sequence[VariantPlan], now: datetime
) -> tuple[Variant, ...]:
    """Return variants that were rendered now, with the ends that their presets give them."""
    days = {plan.spec.name: plan.spec.expire_after_days for plan in plans}
    return tuple(
        replace(each, expires_at=now + timedelta(days=after)) if (after := days[each.name]) else each
        for each in variants
    )


def ended(image: Image, now: datetime) -> tuple[Variant, ...]:
    """Return the variants that have reached their end."""
    return tuple(each for each in image.variants if each.expires_at is not None and each.expires_at <= now)


def postponed(image: Image, now: datetime, until: datetime) -> Image:
    """Return the record with everything that has reached its end put off until the given time."""
    put_off = ended(image, now)
    return replace(
        image,
        retain_until=until if is_over(image, now) else image.retain_until,
        variants=tuple(
            replace(each, expires_at=until) if each in put_off else each for each in image.variants
        ),
    )


def without(image: Image, ended: Sequence[Variant], *, now: datetime) -> Image:
    """Return the record without these variants. It keeps its fingerprint, so it is still up to date."""
    return replace(
        image,
        variants=tuple(each for each in image.variants if each not in ended),
        pending_event_for=image.owner,
        expired_variants=tuple(dict.fromkeys(each.name for each in ended)),
        invalidation_pending=True,
        updated_at=now,
    )
