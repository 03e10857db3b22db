"""Measure the CPU time of the stack's processes, and the memory of its workers over time."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psutil
from msgspec import Struct, field

from load.stack import Stack

MOTO, API, WORKERS, CLIENT, OTHERS = (
    "moto and event relay",
    "chalice local",
    "workers",
    "load test client",
    "other processes",
)
INTERVAL_SECONDS = 1
_MB = 1_000_000

Used = dict[tuple[str, int], float]
"""CPU seconds by part of the stack and process ID."""


class ResourceUsage(Struct):
    """Resource usage of the stack.

    `seconds` is the wall time, `cpu` the CPU seconds by part of the stack, and `memory` the points (second,
    resident MB) by the process ID of a worker.
    """

    seconds: float = 0
    cpu: dict[str, float] = field(default_factory=dict)
    memory: dict[int, list[tuple[float, float]]] = field(default_factory=dict)


@contextmanager
def measured(stack: Stack) -> Iterator[ResourceUsage]:
    """Measure the stack during the block. The result is complete when the block ends."""
    usage, done = ResourceUsage(), threading.Event()
    start, before = time.monotonic(), _used(stack)
    used = dict(before)
    thread = threading.Thread(target=_sample, args=(stack, usage, used, start, done), daemon=True)
    thread.start()
    try:
        yield usage
    finally:
        done.set()
        thread.join()
        usage.seconds = time.monotonic() - start
        usage.cpu = _shares(before, used | _used(stack))


def _sample(stack: Stack, usage: ResourceUsage, used: Used, start: float, done: threading.Event) -> None:
    while not done.wait(INTERVAL_SECONDS):
        used |= _used(stack)
        for worker in _children(stack, "local.worker"):
            # A worker may be replaced at any moment.
            with suppress(psutil.NoSuchProcess):
                point = (time.monotonic() - start, worker.memory_info().rss / _MB)
                usage.memory.setdefault(worker.pid, []).append(point)


def _children(stack: Stack, module: str) -> Iterator[psutil.Process]:
    for child in psutil.Process(stack.pid).children():
        with suppress(psutil.NoSuchProcess):
            if module in child.cmdline():
                yield child


def _used(stack: Stack) -> Used:
    """Return the CPU seconds of each process so far, and those of the whole machine as OTHERS."""
    machine, own = psutil.cpu_times(), psutil.Process()
    processes = [
        (MOTO, psutil.Process(stack.pid)),
        *((API, child) for child in _children(stack, "local.api_process")),
        *((WORKERS, child) for child in _children(stack, "local.worker")),
        (CLIENT, own),
    ]
    used = {(OTHERS, 0): machine.user + machine.nice + machine.system}
    for name, process in processes:
        with suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            used[name, process.pid] = times.user + times.system
    return used


def _shares(before: Used, after: Used) -> dict[str, float]:
    """Return the CPU seconds by part of the stack, including processes that started or ended meanwhile."""
    shares = dict.fromkeys((MOTO, API, WORKERS, CLIENT, OTHERS), 0.0)
    for part, seconds in after.items():
        shares[part[0]] += seconds - before.get(part, 0.0)
    machine = shares.pop(OTHERS)
    return {**shares, OTHERS: max(0.0, machine - sum(shares.values()))}
