"""Steps through plain synchronous code without threads: a run is executed again for each of its steps.

Every call that a run makes on a port is written down with its answer. To take one step, the run starts
over; the calls that it has made before are answered from the record, the next one takes effect, and the
one after that stops the run. Between two calls the use cases compute only, so this gives the same as a
real pause, and the whole state is plain data: it can be copied, compared and replayed.
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
    """The run has come to its next call."""


class Fate(Enum):
    """What becomes of a call."""

    DONE = "it takes effect and is answered"
    REFUSED = "it fails without effect"
    UNHEARD = "it takes effect, but the caller sees a failure"
    REPEATED = "it takes effect, nobody hears the answer, and the SDK sends it again in the next step"


@dataclass(frozen=True)
class Answer:
    """What a call gave: a value or an error."""

    value: Any = None
    error: DarkroomError | None = None

    def give(self) -> Any:
        if self.error is not None:
            raise self.error
        return self.value


class Tape:
    """The calls of one run: those on record, then one that meets its fate."""

    def __init__(self, answers: Sequence[Answer], fate: Fate) -> None:
        self.answers = list(answers)
        self._played = 0
        self._fate: Fate | None = fate

    def call(self, operation: Callable[[], Any]) -> Any:
        """Answer one call on a port. Raises Paused where the step ends."""
        if self._played == len(self.answers):
            if self._fate is None:
                raise Paused
            fate, self._fate = self._fate, None
            self._meet(fate, operation)
        return self._play()

    def note(self, operation: Callable[[], Any]) -> Any:
        """Answer a call that is no step of its own, such as a look at the clock."""
        if self._played == len(self.answers):
            self.answers.append(Answer(operation()))
        return self._play()

    def _play(self) -> Any:
        self._played += 1
        return self.answers[self._played - 1].give()

    def _meet(self, fate: Fate, operation: Callable[[], Any]) -> None:
        answer = Answer() if fate is Fate.REFUSED else _answer(operation)
        if fate is Fate.REPEATED:
            raise Paused
        failed = fate in (Fate.REFUSED, Fate.UNHEARD)
        self.answers.append(Answer(error=ServiceUnavailable("injected")) if failed else answer)


def stepped(port: P, tape: Tape) -> P:
    """Return the port with each of its calls a step."""
    # A stand-in for any Protocol has no type of its own.
    return cast("P", _Stepped(port, tape))


class SteppedOutputs:
    """The processed bucket, whose adapter retires one output per request: each is a step."""

    def __init__(self, outputs: OutputStorage, tape: Tape) -> None:
        self._outputs, self._tape = outputs, tape

    def retire(self, outputs: Sequence[StoredOutput]) -> None:
        for output in outputs:
            self._tape.call(partial(self._outputs.retire, [output]))

    def __getattr__(self, name: str) -> Any:
        return getattr(_Stepped(self._outputs, self._tape), name)


class _Stepped:
    def __init__(self, port: object, tape: Tape) -> None:
        self._port, self._tape = port, tape

    def __getattr__(self, name: str) -> Any:
        operation = getattr(self._port, name)
        return lambda *args, **named: self._tape.call(partial(operation, *args, **named))


def _answer(operation: Callable[[], Any]) -> Answer:
    try:
        return Answer(operation())
    except DarkroomError as error:
        return Answer(error=error)
