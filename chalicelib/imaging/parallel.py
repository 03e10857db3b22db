"""Runs what does without the GIL side by side where there is a second core."""

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Result = TypeVar("Result")


def in_order(jobs: Iterable[Callable[[], Result]], *, count: int, cores: int) -> list[Result]:
    """Return what the jobs give, in their order; `jobs` may take its time to yield each one.

    One job alone, or one core alone, needs no thread.
    """
    if count < 2 or cores < 2:  # noqa: PLR2004  it takes two
        return [job() for job in jobs]
    with ThreadPoolExecutor(min(count, cores)) as pool:
        return [future.result() for future in [pool.submit(job) for job in jobs]]


def available_cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
