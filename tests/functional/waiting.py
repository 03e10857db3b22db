"""A clock for what a run waits for, without waiting."""

from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from typing import ParamSpec, TypeVar

Result = TypeVar("Result")
Arguments = ParamSpec("Arguments")


@dataclass
class Waits:
    """The milliseconds that the current thread has waited so far."""

    now: float = 0.0


class LaterFuture(Future[Result]):
    """A result that is there at a certain time. Who needs it before, waits."""

    def __init__(self, waits: Waits, end: float) -> None:
        super().__init__()
        self._waits, self._end = waits, end

    def result(self, timeout: float | None = None) -> Result:
        self._waits.now = max(self._waits.now, self._end)
        return super().result(timeout)


@dataclass
class WaitingThreads(Executor):
    """Makes each call at once. Its waits are those of a thread of its own, of which there are `count`."""

    waits: Waits
    count: int
    _free: list[float] = field(default_factory=list)

    def submit(
        self, fn: Callable[Arguments, Result], /, *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> Future[Result]:
        begun = self.waits.now
        if len(self._free) == self.count:
            self.waits.now = max(begun, self._free.pop(0))
        result = fn(*args, **kwargs)
        future = LaterFuture[Result](self.waits, self.waits.now)
        self._free = sorted([*self._free, self.waits.now])
        self.waits.now = begun
        future.set_result(result)
        return future
