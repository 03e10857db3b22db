"""Step through synchronous code without threads, by replaying a run from its start.

Between the calls that a run makes on ports, it only computes. So its task and the results of its calls so
far determine its next call. To find it, the run starts over with the recorded results and stops at the
first call without one. This is equivalent to really pausing it. The whole state is plain data, which can
be copied, compared and replayed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import Any

from chalicelib.errors import DarkroomError, ServiceUnavailable
from chalicelib.models import Image, StoredOutput
from tests.fakes import FakeImageStore


@dataclass(frozen=True)
class Call:
    """A call on a port, such as `store.get(image_id)`."""

    port: str
    method: str
    args: Sequence[Any] = ()
    named: dict[str, Any] = field(default_factory=dict)

    def on(self, ports: object) -> Any:
        """Make the call on a port, which is an attribute of `ports`."""
        return getattr(getattr(ports, self.port), self.method)(*self.args, **self.named)


class End(Enum):
    """How a run ends."""

    SUCCEEDED = "it returned"
    FAILED = "it raised an error"


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


class Paused(BaseException):
    """The run has reached its next call."""

    def __init__(self, call: Call) -> None:
        super().__init__(call)
        self.call = call


class Recording:
    """Returns the recorded results of a run's calls one after the other, and then pauses the run."""

    def __init__(self, results: Sequence[CallResult]) -> None:
        self._left = iter(results)

    def call(self, port: str, method: str, *args: Any, **named: Any) -> Any:
        """Return the result of a call. Raises Paused if there is none."""
        result = next(self._left, None)
        if result is None:
            raise Paused(Call(port, method, args, named))
        return result.unwrap()


class History:
    """The results of a run's calls so far. Runs of a task with the same results share one history."""

    def __init__(self, replay: Callable[[Recording], None], results: Sequence[CallResult] = ()) -> None:
        self._replay, self._results = replay, results
        self._longer: dict[str, History] = {}

    @cached_property
    def next(self) -> Call | End:
        """What the run does next."""
        try:
            self._replay(Recording(self._results))
        except Paused as paused:
            return paused.call
        except DarkroomError:
            return End.FAILED
        return End.SUCCEEDED

    @property
    def returned(self) -> Sequence[Any]:
        """What the calls so far have returned."""
        return [result.value for result in self._results]

    def after(self, result: CallResult) -> "History":
        """Return the history that also contains this result."""
        key = repr(result)
        if key not in self._longer:
            self._longer[key] = History(self._replay, [*self._results, result])
        return self._longer[key]


class Stepped:
    """A stand-in for any port, whose calls are recorded."""

    def __init__(self, name: str, recording: Recording) -> None:
        self._name, self._recording = name, recording

    def __getattr__(self, method: str) -> Any:
        return lambda *args, **named: self._recording.call(self._name, method, *args, **named)


class SteppedStore(Stepped):
    """The table. If the metadata has changed, its adapter makes further requests to finalize."""

    def finalize(self, image: Image, renew: Callable[[Image], Image] | None = None) -> Image | None:
        """Finalize in one step or, with `renew`, in one for each request."""
        if renew is None:
            found: Image | None = self._recording.call(self._name, "finalize", image)
            return found
        return FakeImageStore.finalize(self, image, renew)  # type: ignore[arg-type]  # has what it calls


class SteppedOutputs(Stepped):
    """The processed bucket. Its adapter removes one output per request, so each is a step."""

    def remove(self, outputs: Sequence[StoredOutput]) -> None:
        for output in outputs:
            self._recording.call(self._name, "remove", [output])

    def url(self, key: str) -> str:
        """Return the key. The adapter makes no request, so this is no step."""
        return key


def perform(call: Call, ports: object, outcome: CallOutcome = CallOutcome.SUCCEEDS) -> CallResult | None:
    """Let a call end with this outcome. Return its result, or None if the SDK will retry it."""
    result = CallResult() if outcome is CallOutcome.FAILS else _performed(call, ports)
    if outcome is CallOutcome.RETRIED_BY_SDK:
        return None
    failed = outcome in (CallOutcome.FAILS, CallOutcome.RESPONSE_LOST)
    return CallResult(error=ServiceUnavailable("injected")) if failed else result


def _performed(call: Call, ports: object) -> CallResult:
    try:
        return CallResult(call.on(ports))
    except DarkroomError as error:
        return CallResult(error=error)
