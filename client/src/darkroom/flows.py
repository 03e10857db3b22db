"""What the client does, written once for all HTTP libraries.

A flow is a generator that yields steps and receives their results or errors. It does no I/O itself: a driver
performs the steps, with threads (`requests_driver`) or with async and await (`httpx_driver`). If the caller
gives up, the driver throws the reason into the flow, whose `finally` blocks then clean up.
"""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from darkroom.messages import Request, Response

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Send:
    """Send a request. The result is its response.

    With `save`, the content of a successful response is passed to it in chunks, and the response has none.
    """

    request: Request
    save: Callable[[bytes], object] | None = None


@dataclass(frozen=True, slots=True)
class Pause:
    """Wait for this many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Run:
    """Call a function that may block, such as one that opens a file. The result is what it returns."""

    function: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Together:
    """Perform flows at the same time, at most `limit` of them. An error ends all of them and is raised."""

    flows: "Sequence[Flow[None]]"
    limit: int


Step = Send | Pause | Run | Together
Flow = Generator[Step, Any, T]


def send(request: Request, save: Callable[[bytes], object] | None = None) -> Flow[Response]:
    """Send a request and return its response. Raises ConnectionFailed, InvalidResponse."""
    response: Response = yield Send(request, save)
    return response


def pause(seconds: float) -> Flow[None]:
    """Wait for this many seconds."""
    yield Pause(seconds)


def run(function: Callable[[], T]) -> Flow[T]:
    """Call a function that may block, and return its result."""
    result: T = yield Run(function)
    return result


def together(flows: Sequence[Flow[None]], limit: int) -> Flow[None]:
    """Perform flows at the same time, at most `limit` of them. Raises the first error; the others end."""
    yield Together(flows, limit)
