"""The loop of the commands: takes step after step, at a pace, until the end, Ctrl-C or an error."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import Enum, auto

from chalicelib.errors import DarkroomError
from chalicelib.recovery.dispatch import Finding, Step
from ops.interrupts import interruptible
from ops.tally import Tally

Show = Callable[[Tally], None]


class End(Enum):
    """Why the loop ended."""

    DONE = auto()
    INTERRUPTED = auto()
    FAILED = auto()


@dataclass
class Work:
    """One command's loop and what it came to; `error` is what it failed with."""

    tally: Tally = field(default_factory=Tally)
    end: End = End.DONE
    error: DarkroomError | None = None

    def do(self, steps: Iterable[Step], rate: float, show: Show) -> None:
        """Take all steps, sending no more than `rate` of them per second.

        Ctrl-C lets the step under way come to its end, so that the tally is exact.
        """
        try:
            with interruptible() as stop:
                pace = Pace(rate, wait=stop.wait)
                for step in steps:
                    self.tally.add(step)
                    show(self.tally)
                    if step.finding is Finding.SENT:
                        pace()
                    if stop.is_set():
                        self.end = End.INTERRUPTED
                        return
        except KeyboardInterrupt:
            self.end = End.INTERRUPTED
        except DarkroomError as error:
            self.end, self.error = End.FAILED, error


class Pace:
    """Called after each thing done, it waits for as long as keeps the rate."""

    def __init__(
        self, rate: float, *, wait: Callable[[float], object], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._interval = 1 / rate
        self._wait = wait
        self._clock = clock
        self._next = clock()

    def __call__(self) -> None:
        """Wait."""
        now = self._clock()
        # What was slow is not made up for: a burst is what the rate is to prevent.
        self._next = max(self._next + self._interval, now)
        self._wait(self._next - now)
