"""Print which AWS limit a day with millions of images reaches first: `python -m load.simulate`."""

import sys
from collections.abc import Sequence

from load import assumptions
from load.assumptions import DAY_SECONDS, Assumptions
from load.capacity import ResourceUse, resource_uses, run_seconds
from load.queue_simulation import Moment, simulate
from load.report import table

_MILLION = 1_000_000


def render(given: Assumptions) -> str:
    """Return the tables of docs/scaling.md as Markdown."""
    rates = given.traffic.rates()
    mean, peak = given.traffic.images_per_day / DAY_SECONDS, max(rates)
    uses = sorted(resource_uses(given), key=lambda use: -use.share(peak))
    million = given.traffic.images_per_day / _MILLION
    rate = (
        f"{million:g} million images per day is {mean:.0f} images per second on average,"
        f" and {peak:.0f} per second in the busiest hour."
    )
    parts = [
        f"{rate} Processing one image takes an estimated {1000 * run_seconds(given):.0f} ms.",
        _limits(uses, peak, peak / mean),
        _days(given, uses[0].limit / uses[0].per_image),
        _sources(given),
    ]
    return "\n\n".join(parts) + "\n"


def _limits(uses: Sequence[ResourceUse], peak: float, factor: float) -> str:
    rows = [
        [
            use.name,
            f"{use.per_image * peak:,.0f}",
            f"{use.limit:,.0f}",
            f"{use.share(peak):.0%}",
            f"{use.limit / use.per_image / factor * DAY_SECONDS / _MILLION:,.1f}",
            use.remedy,
        ]
        for use in uses
    ]
    head = [
        "Resource",
        "Peak use",
        "Limit",
        "Share",
        "Images per day at the limit, millions",
        "What to change",
    ]
    return table(head, rows)


def _days(given: Assumptions, lowest_limit: float) -> str:
    bulk = given.traffic.bulk
    name = f"import of {bulk.images:,} images within {bulk.seconds} s at {bulk.hour}:00"
    rows = [
        _day("normal traffic", list(simulate(given, with_import=False))),
        _day(name, list(simulate(given, with_import=True))),
        _day(
            f"the same import, with a single owner (at most {lowest_limit:.0f} images per second)",
            list(simulate(given, with_import=True, throttle=lowest_limit)),
        ),
    ]
    age = given.limits["lambda_event_age_s"].value / 3600
    head = ["Scenario", "Peak concurrent environments", "Peak queue length", "Longest wait, minutes"]
    expired = (
        f"After {age:g} hours, Lambda moves a waiting event to the dead-letter queue, and its image gets the "
        "status `failed`. `python -m ops redrive` processes such images again."
    )
    return f"{table(head, rows)}\n\n{expired}"


def _day(name: str, moments: Sequence[Moment]) -> list[str]:
    return [
        name,
        f"{max(moment.environments for moment in moments):,.0f}",
        f"{max(moment.waiting for moment in moments):,.0f}",
        f"{max(moment.wait for moment in moments) / 60:.1f}",
    ]


def _sources(given: Assumptions) -> str:
    pages = {limit.url: f"- [{limit.page}]({limit.url}), {limit.read}" for limit in given.limits.values()}
    return "Sources of the limits, with the date when each was read:\n\n" + "\n".join(pages.values())


if __name__ == "__main__":
    sys.stdout.write(render(assumptions.read()))
