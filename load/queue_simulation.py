"""Steps through a day: Lambda's queue of asynchronous events, and the environments that empty it. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from load.assumptions import DAY_SECONDS, Assumptions
from load.capacity import run_seconds

STEP_SECONDS = 10
_HOUR = 3600


@dataclass(frozen=True)
class Moment:
    """How it stands at the end of a step: events that wait, environments, seconds that the last one waits."""

    second: int
    waiting: float
    environments: float
    wait: float


def simulate(given: Assumptions, *, with_import: bool, throttle: float = float("inf")) -> Iterator[Moment]:
    """Yield the day step by step; `throttle` is a rate in pictures per second that something else allows."""
    concurrency = given.limits["lambda_concurrency"].value
    growth = given.limits["lambda_scaling_per_10_s"].value
    seconds = run_seconds(given)
    waiting = environments = 0.0
    for second in range(0, DAY_SECONDS, STEP_SECONDS):
        waiting += _arriving(given, second, with_import=with_import)
        wanted = waiting * seconds / STEP_SECONDS
        environments = min(wanted, environments + growth, concurrency, throttle * seconds)
        rate = environments / seconds
        # not by subtracting what was served, whose rounding would leave a trace of an event waiting
        waiting *= 1 - environments / wanted if wanted else 0.0
        yield Moment(second, waiting, environments, waiting / rate if rate else 0.0)


def _arriving(given: Assumptions, second: int, *, with_import: bool) -> float:
    """Return the events of one step."""
    traffic = given.traffic
    arriving = traffic.rates()[second // _HOUR] * STEP_SECONDS
    since = second - traffic.bulk.hour * _HOUR
    if with_import and 0 <= since < traffic.bulk.seconds:
        arriving += traffic.bulk.pictures * STEP_SECONDS / traffic.bulk.seconds
    return arriving
