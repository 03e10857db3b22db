"""Step through synchronous code without threads, by replaying a run from its start for each step.

The result of every call that a run makes on a port is recorded. For each step, the run starts over.
Earlier calls return their recorded results, the next one takes effect, and the one after that pauses the
run. Between calls, the use cases only compute, so this is equivalent to really pausing them. The whole
state is plain data, which can be copied, compared and replayed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import Any, TypeVar, cast

from chalicelib.errors import DarkroomError, ServiceUnavailable
from chalicelib.models import StoredOutput
from chalicelib.ports import OutputStorage

P = TypeVar("P")


class Paused(BaseException):
    """The run has reached its next call."""


class CallOutcome(Enum):
    """How a call ends."""

    SUCCEEDS = "it takes effect and returns its result"
    FAILS = "it fails without taking effect"
    RESPONSE_LOST = "it takes effect, but the caller gets an error"
    RETRIED_BY_SDK = "it takes effect, its response is lost, and the SDK retries it in the next step"


@dataclass(frozen=True)
class CallResult:
    """The recorded result of a call: a value or an error."""

    value: Any = None
    error: DarkroomError | None = None

    def unwrap(self) -> Any:
        if self.error is not None:
            raise self.error
        return self.value


class Recording:
    """The calls of one run: recorded ones, followed by one that takes effect with the given outcome."""

    def __init__(self, results: Sequence[CallResult], outcome: CallOutcome) -> None:
        self.results = list(results)
        self._played = 0
        self._outcome: CallOutcome | None = outcome

    def call(self, operation: Callable[[], Any]) -> Any:
        """Return the result of one call on a port. Raises Paused at the end of the step."""
        if self._played == len(self.results):
            if self._outcome is None:
                raise Paused
            outcome, self._outcome = self._outcome, None
            self._apply(outcome, operation)
        return self._play()

    def record(self, operation: Callable[[], Any]) -> Any:
        """Return the result of a call that is not a step, such as reading the clock."""
        if self._played == len(self.results):
            self.results.append(CallResult(operation()))
        return self._play()

    def _play(self) -> Any:
        self._played += 1
        return self.results[self._played - 1].unwrap()

    def _apply(self, outcome: CallOutcome, operation: Callable[[], Any]) -> None:
        result = CallResult() if outcome is CallOutcome.FAILS else _perform(operation)
        if outcome is CallOutcome.RETRIED_BY_SDK:
            raise Paused
        failed = outcome in (CallOutcome.FAILS, CallOutcome.RESPONSE_LOST)
        self.results.append(CallResult(error=ServiceUnavailable("injected")) if failed else result)


def stepped(port: P, recording: Recording) -> P:
    """Return a proxy of the port that makes each call a step."""
    # The proxy works for any protocol, so it does not have the port's type.
    return cast("P", _Stepped(port, recording))


class SteppedOutputs:
    """The processed bucket. Its adapter retires one output per request, so each is a step."""

    def __init__(self, outputs: OutputStorage, recording: Recording) -> None:
        self._outputs, self._recording = outputs, recording

    def retire(self, outputs: Sequence[StoredOutput]) -> None:
        for output in outputs:
            self._recording.call(partial(self._outputs.retire, [output]))

    def __getattr__(self, name: str) -> Any:
        return getattr(_Stepped(self._outputs, self._recording), name)


class _Stepped:
    def __init__(self, port: object, recording: Recording) -> None:
        self._port, self._recording = port, recording

    def __getattr__(self, name: str) -> Any:
        operation = getattr(self._port, name)
        return lambda *args, **named: self._recording.call(partial(operation, *args, **named))


def _perform(operation: Callable[[], Any]) -> CallResult:
    try:
        return CallResult(operation())
    except DarkroomError as error:
        return CallResult(error=error)
