"""Simulate a day of Lambda's event queue and the environments that process it. Pure functions."""

from collections.abc import Iterator
from dataclasses import dataclass

from load.assumptions import DAY_SECONDS, Assumptions
from load.capacity import run_seconds

STEP_SECONDS = 10
_HOUR = 3600


@dataclass(frozen=True)
class Moment:
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
