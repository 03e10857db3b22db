"""Ctrl-C handling: the first Ctrl-C lets the current step finish, the second one stops at once."""

import signal
import threading
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

Outcome = TypeVar("Outcome", bound=Hashable)

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def graceful_interrupt() -> Iterator[threading.Event]:
    """Yield an event that the first SIGINT or SIGTERM sets; the second has its usual effect."""
    stop = threading.Event()
    previous = {number: signal.getsignal(number) for number in _SIGNALS}

    def on_signal(number: int, _frame: object) -> None:
        stop.set()
        signal.signal(number, previous[signal.Signals(number)])

    for number in _SIGNALS:
        signal.signal(number, on_signal)
    try:
        yield stop
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)


def counted(outcomes: Iterable[Outcome]) -> tuple[Counter[Outcome], bool]:
    """Count the outcomes of steps until their end or an interrupt. Also return whether it was interrupted."""
    counts: Counter[Outcome] = Counter()
    with graceful_interrupt() as stop:
        for outcome in outcomes:
            counts[outcome] += 1
            if stop.is_set():
                break
    return counts, stop.is_set()
