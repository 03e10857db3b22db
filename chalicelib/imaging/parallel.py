"""Run jobs that release the GIL in parallel if there is more than one core."""

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

Result = TypeVar("Result")


def in_order(jobs: Iterable[Callable[[], Result]], *, count: int, cores: int) -> list[Result]:
    """Return the jobs' results in order. Jobs start as soon as `jobs` yields them.

    With only one job or one core, no threads are used. With a core for each job, the last one runs here.
    """
    if count < 2 or cores < 2:  # noqa: PLR2004  nothing to run in parallel
        return [job() for job in jobs]
    jobs, threads = iter(jobs), min(count - 1, cores)
    with ThreadPoolExecutor(threads) as pool:
        started = [pool.submit(job) for job in (islice(jobs, threads) if threads < cores else jobs)]
        last = [job() for job in jobs]
        return [*(future.result() for future in started), *last]


def available_cores() -> int:
    """Return the number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
