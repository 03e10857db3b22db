"""Split the CPU time of this process by span: each moment belongs to the innermost span that is open."""

import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import boto3
import botocore.session


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

    def __init__(self, target: object, name_of: Callable[[str], str], spans: Spans) -> None:
        """`name_of` returns the name of a method's span."""
        self._target, self._name_of, self._spans = target, name_of, spans

    def __getattr__(self, attribute: str) -> Any:  # noqa: ANN401 - whatever the object has
        """Return what the object has under this name."""
        value = getattr(self._target, attribute)
        return self._method(value, self._name_of(attribute)) if callable(value) else value

    def _method(self, method: Callable[..., object], name: str) -> Callable[..., object]:
        def call(*args: object, **options: object) -> object:
            with self._spans.span(name):
                result = method(*args, **options)
            return self._context(result, name) if isinstance(result, AbstractContextManager) else result

        return call

    @contextmanager
    def _context(self, manager: AbstractContextManager[object], name: str) -> Iterator[object]:
        with self._spans.span(name):
            value = manager.__enter__()
        try:
            yield value
        finally:
            with self._spans.span(name):
                manager.__exit__(*sys.exc_info())


def measure_calls(spans: Spans, name_of: Callable[[str], str]) -> botocore.session.Session:
    """Make each call a span, whose name is that of the operation, such as `GetItem`.

    Clients inherit the hooks of the returned session, which is boto3's default, at the time when they are
    created. So call this before.
    """

    def start(**event: Any) -> None:  # noqa: ANN401 - whatever botocore passes to handlers
        spans.start(name_of(event["model"].name))

    def end(**_: object) -> None:
        spans.end()

    session = botocore.session.get_session()
    session.register("provide-client-params", start)
    session.register("after-call", end)
    boto3.setup_default_session(botocore_session=session)
    return session
