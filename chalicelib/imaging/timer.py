"""Measure how long decoding, resizing and encoding take."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Literal

from chalicelib.models import Timings

Work = Literal["decode", "resize", "encode"]


class Timer:
    """Adds up wall-clock time by kind of work. It is thread-safe."""

    def __init__(self) -> None:
        # Appending to a list is atomic, adding to a number is not.
        self._spans: list[tuple[Work, float]] = []

    @contextmanager
    def __call__(self, work: Work) -> Iterator[None]:
        """Measure the time spent inside the context."""
        start = perf_counter()
        try:
            yield
        finally:
            self._spans.append((work, perf_counter() - start))

    def timings(self) -> Timings:
        """Return the totals so far."""
        return Timings(decode=self._ms("decode"), resize=self._ms("resize"), encode=self._ms("encode"))

    def _ms(self, work: Work) -> float:
        return 1000 * sum(seconds for each, seconds in self._spans if each == work)
