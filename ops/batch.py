"""The loop of backfill and redrive, with its rate limit: until the end, Ctrl-C or an error."""

import argparse
import time
from collections.abc import Callable, Iterable
from enum import Enum, auto

from msgspec import Struct, field

from chalicelib.bootstrap.application import Darkroom
from chalicelib.bootstrap.clock import now
from chalicelib.errors import ConfigurationError, DarkroomError
from chalicelib.recovery.dispatch import Dispatch, Finding, Step
from ops.counts import Counts, ReportProgress
from ops.interrupts import graceful_interrupt
from ops.printing import Printer


class End(Enum):
    """Why a batch ended."""

    DONE = auto()
    INTERRUPTED = auto()
    FAILED = auto()


class Batch(Struct):
    """One run of a command, and its result. `error` is set if the run failed."""

    counts: Counts = field(default_factory=Counts)
    end: End = End.DONE
    error: DarkroomError | None = None

    def run(self, steps: Iterable[Step], rate: float, report_progress: ReportProgress) -> None:
        """Go through all steps, sending at most `rate` images per second.

        The first Ctrl-C lets the current step finish, so that the counts are exact.
        """
        try:
            with graceful_interrupt() as stop:
                limit_rate = RateLimiter(rate, wait=stop.wait)
                for step in steps:
                    self.counts.add(step)
                    report_progress(self.counts)
                    if step.finding is Finding.SENT:
                        limit_rate()
                    if stop.is_set():
                        self.end = End.INTERRUPTED
                        return
        except KeyboardInterrupt:
            self.end = End.INTERRUPTED
        except DarkroomError as error:
            self.end, self.error = End.FAILED, error


def run_batch(
    steps: Iterable[Step], arguments: argparse.Namespace, darkroom: Darkroom, printer: Printer
) -> Batch:
    """Send the images that need rendering; with --dry-run, only count them. Raises ConfigurationError."""
    limit = None
    if not arguments.dry_run:
        if darkroom.settings.process_function is None:
            raise ConfigurationError(
                "No function to send the images to. Use --stage or --function, or set PROCESS_FUNCTION."
            )
        limit = arguments.limit
        steps = Dispatch(sender=darkroom.sender, store=darkroom.store, clock=now).run(steps, limit)
    batch = Batch()
    with printer.progress(limit) as report_progress:
        batch.run(steps, arguments.rate, report_progress)
    return batch


class RateLimiter:
    """Call it after each image: it waits until the next one may be sent.

    `rate` is in images per second. `wait` gets the seconds to wait, zero or more.
    """

    def __init__(
        self, rate: float, *, wait: Callable[[float], object], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._interval = 1 / rate
        self._wait = wait
        self._clock = clock
        self._next = clock()

    def __call__(self) -> None:
        """Wait until the next image may be sent."""
        now = self._clock()
        # After a slow call, don't catch up: the limit exists to prevent bursts.
        self._next = max(self._next + self._interval, now)
        self._wait(self._next - now)
