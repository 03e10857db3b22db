"""`python -m load.simulate`: print, as Markdown, where a day of millions of pictures bends first."""

import sys
from collections.abc import Sequence

from load import assumptions
from load.assumptions import DAY_SECONDS, Assumptions
from load.capacity import Use, run_seconds, uses
from load.queue_simulation import Moment, simulate
from load.report import table

_MILLION = 1_000_000


def render(given: Assumptions) -> str:
    """Return the tables of docs/scaling.md."""
    rates = given.traffic.rates()
    mean, peak = given.traffic.pictures_a_day / DAY_SECONDS, max(rates)
    bends = sorted(uses(given), key=lambda use: -use.share(peak))
    million = given.traffic.pictures_a_day / _MILLION
    rate = f"{million:g} million pictures a day are {mean:.0f} a second, {peak:.0f} in the busiest hour."
    parts = [
        f"{rate} One run takes {1000 * run_seconds(given):.0f} ms.",
        _limits(bends, peak, peak / mean),
        _days(given, bends[0].limit / bends[0].per_picture),
        _sources(given),
    ]
    return "\n\n".join(parts) + "\n"


def _limits(bends: Sequence[Use], peak: float, factor: float) -> str:
    rows = [
        [
            use.name,
            f"{use.per_picture * peak:,.0f}",
            f"{use.limit:,.0f}",
            f"{use.share(peak):.0%}",
            f"{use.limit / use.per_picture / factor * DAY_SECONDS / _MILLION:,.1f}",
            use.turn,
        ]
        for use in bends
    ]
    head = ["Resource", "at the peak", "limit", "share", "full at, million a day", "what to turn"]
    return table(head, rows)


def _days(given: Assumptions, first_bend: float) -> str:
    bulk = given.traffic.bulk
    name = f"{bulk.pictures:,} more within {bulk.seconds} s at {bulk.hour}:00"
    rows = [
        _day("as it comes", list(simulate(given, with_import=False))),
        _day(name, list(simulate(given, with_import=True))),
        _day(
            f"{name}, and a single owner ({first_bend:.0f} a second)",
            list(simulate(given, with_import=True, throttle=first_bend)),
        ),
    ]
    age = given.limits["lambda_event_age_s"].value / 3600
    head = ["Day", "most environments", "most events waiting", "longest wait, minutes"]
    dropped = f"Lambda drops what waits longer than {age:g} hours; the sweep takes it up again."
    return f"{table(head, rows)}\n\n{dropped}"


def _day(name: str, moments: Sequence[Moment]) -> list[str]:
    return [
        name,
        f"{max(moment.environments for moment in moments):,.0f}",
        f"{max(moment.waiting for moment in moments):,.0f}",
        f"{max(moment.wait for moment in moments) / 60:.1f}",
    ]


def _sources(given: Assumptions) -> str:
    pages = {limit.url: f"- [{limit.page}]({limit.url}), {limit.read}" for limit in given.limits.values()}
    return "Limits as published, and when they were read:\n\n" + "\n".join(pages.values())


if __name__ == "__main__":
    sys.stdout.write(render(assumptions.read()))
