"""Split the CPU time of this process by span: each moment belongs to the innermost span that is open."""

import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Any


class Spans:
    """Adds up the milliseconds of CPU time by the name of the span."""

    def __init__(self, outside: str, clock: Callable[[], float] = time.process_time) -> None:
        """Start measuring. `outside` is the name for the time when no span is open; the clock has seconds."""
        self._outside = outside
        self._clock = clock
        self.reset()

    def reset(self) -> None:
        """Forget all spans, and measure from now on."""
        self._open = [self._outside]
        self._totals: dict[str, float] = defaultdict(float)
        self._since = self._clock()

    def start(self, name: str) -> None:
        """Open a span inside the current one."""
        self._add()
        self._open.append(name)

    def end(self) -> None:
        """Close the innermost span."""
        self._add()
        self._open.pop()

    @contextmanager
    def span(self, name: str) -> Iterator[None]:
        """Make the block a span."""
        self.start(name)
        try:
            yield
        finally:
            self.end()

    def totals(self) -> Mapping[str, float]:
        """Return the milliseconds so far by name."""
        self._add()
        return dict(self._totals)

    def _add(self) -> None:
        now = self._clock()
        self._totals[self._open[-1]] += 1000 * (now - self._since)
        self._since = now


class Measured:
    """Stands for an object. Each of its methods is a span, and so is what a method's context manager does."""

    def __init__(self, target: object, name: str, spans: Spans) -> None:
        self._target = target
        self._name = name
        self._spans = spans

    def __getattr__(self, attribute: str) -> Any:  # noqa: ANN401 - whatever the object has
        """Return what the object has under this name."""
        value = getattr(self._target, attribute)
        return self._method(value) if callable(value) else value

    def _method(self, method: Callable[..., object]) -> Callable[..., object]:
        def call(*args: object, **options: object) -> object:
            result = self._in_span(method, *args, **options)
            return self._context(result) if isinstance(result, AbstractContextManager) else result

        return call

    @contextmanager
    def _context(self, manager: AbstractContextManager[object]) -> Iterator[object]:
        value = self._in_span(manager.__enter__)
        try:
            yield value
        finally:
            self._in_span(manager.__exit__, *sys.exc_info())

    def _in_span(self, method: Callable[..., object], *args: object, **options: object) -> object:
        with self._spans.span(self._name):
            return method(*args, **options)
