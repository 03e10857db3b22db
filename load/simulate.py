"""Print which AWS limit a day with millions of images reaches first: `python -m load.simulate`."""

import sys
from collections.abc import Iterator, Sequence

from msgspec import Struct

from bench.markdown import table
from load import assumptions
from load.assumptions import DAY_SECONDS, Assumptions
from load.capacity import ResourceUse, resource_uses, run_seconds

STEP_SECONDS = 10
_HOUR = 3600
_MILLION = 1_000_000


class Moment(Struct, frozen=True):
    """The state at the end of a step: waiting events, environments, and the last event's wait in seconds."""

    second: int
    waiting: float
    environments: float
    wait: float


def simulate(given: Assumptions, *, with_import: bool, throttle: float = float("inf")) -> Iterator[Moment]:
    """Yield the state after each step of a day. `throttle` is a maximum rate in images per second."""
    concurrency = given.limits["lambda_concurrency"].value
    growth = given.limits["lambda_scaling_per_10_s"].value
    seconds = run_seconds(given)
    waiting = environments = 0.0
    for second in range(0, DAY_SECONDS, STEP_SECONDS):
        waiting += _arrivals(given, second, with_import=with_import)
        wanted = waiting * seconds / STEP_SECONDS
        environments = min(wanted, environments + growth, concurrency, throttle * seconds)
        rate = environments / seconds
        # Subtracting the processed events instead would leave a fraction of an event, through rounding.
        waiting *= 1 - environments / wanted if wanted else 0.0
        yield Moment(second, waiting, environments, waiting / rate if rate else 0.0)


def _arrivals(given: Assumptions, second: int, *, with_import: bool) -> float:
    """Return the events that arrive in one step."""
    traffic = given.traffic
    arrivals = traffic.rates()[second // _HOUR] * STEP_SECONDS
    elapsed = second - traffic.bulk.hour * _HOUR
    if with_import and 0 <= elapsed < traffic.bulk.seconds:
        arrivals += traffic.bulk.images * STEP_SECONDS / traffic.bulk.seconds
    return arrivals


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
