"""Plans of the same preset. They differ only in the format, so the engine draws them once. Pure."""

from collections.abc import Sequence

from chalicelib.models import VariantPlan


def to_draw(plans: Sequence[VariantPlan]) -> list[VariantPlan]:
    """Return the first plan of each preset, in order."""
    first: dict[str, VariantPlan] = {}
    for plan in plans:
        first.setdefault(plan.spec.name, plan)
    return list(first.values())


def drawn_as(plans: Sequence[VariantPlan]) -> list[int]:
    """Return for each plan the number of the plan in `to_draw` that is drawn for it."""
    numbers = {plan.spec.name: number for number, plan in enumerate(to_draw(plans))}
    return [numbers[plan.spec.name] for plan in plans]
