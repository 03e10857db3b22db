"""Watches the stack's processes from outside: memory over time, and CPU from one moment to another."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import psutil

from load.stack import Stack

MOTO, API, WORKERS, DRIVER, OTHERS = "moto and relay", "chalice local", "workers", "driver", "everybody else"
INTERVAL_SECONDS = 1
_MB = 1_000_000

Used = dict[tuple[str, int], float]
"""CPU seconds by part of the stack and pid."""


@dataclass
class Watch:
    """What was seen: seconds it took, CPU seconds by process, resident MB by worker's pid and second."""

    seconds: float = 0
    cpu: dict[str, float] = field(default_factory=dict)
    memory: dict[int, list[tuple[float, float]]] = field(default_factory=dict)


@contextmanager
def watching(stack: Stack) -> Iterator[Watch]:
    """Fill in the watch as long as the block runs."""
    watch, done = Watch(), threading.Event()
    start, before = time.monotonic(), _used(stack)
    used = dict(before)
    thread = threading.Thread(target=_sample, args=(stack, watch, used, start, done), daemon=True)
    thread.start()
    try:
        yield watch
    finally:
        done.set()
        thread.join()
        watch.seconds = time.monotonic() - start
        watch.cpu = _shares(before, used | _used(stack))


def _sample(stack: Stack, watch: Watch, used: Used, start: float, done: threading.Event) -> None:
    while not done.wait(INTERVAL_SECONDS):
        used |= _used(stack)
        for worker in _children(stack, "local.worker"):
            # a worker may be replaced at any moment
            with suppress(psutil.NoSuchProcess):
                point = (time.monotonic() - start, worker.memory_info().rss / _MB)
                watch.memory.setdefault(worker.pid, []).append(point)


def _children(stack: Stack, module: str) -> Iterator[psutil.Process]:
    for child in psutil.Process(stack.pid).children():
        with suppress(psutil.NoSuchProcess):
            if module in child.cmdline():
                yield child


def _used(stack: Stack) -> Used:
    """Return the CPU seconds so far of each process, and of the whole machine under OTHERS."""
    machine, own = psutil.cpu_times(), psutil.Process()
    processes = [
        (MOTO, psutil.Process(stack.pid)),
        *((API, child) for child in _children(stack, "local.api_process")),
        *((WORKERS, child) for child in _children(stack, "local.worker")),
        (DRIVER, own),
    ]
    used = {(OTHERS, 0): machine.user + machine.nice + machine.system}
    for name, process in processes:
        with suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            used[name, process.pid] = times.user + times.system
    return used


def _shares(before: Used, after: Used) -> dict[str, float]:
    """Add up by name what was used meanwhile, also by processes that came or went."""
    shares = dict.fromkeys((MOTO, API, WORKERS, DRIVER, OTHERS), 0.0)
    for part, seconds in after.items():
        shares[part[0]] += seconds - before.get(part, 0.0)
    machine = shares.pop(OTHERS)
    return {**shares, OTHERS: max(0.0, machine - sum(shares.values()))}
