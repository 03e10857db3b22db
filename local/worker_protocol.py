"""Messages between a function and its worker."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Invocation:
    """A call of one of the app's handlers; `event` is the raw event, `timeout` is in seconds."""

    handler: str
    event: Any
    request_id: str
    timeout: float


@dataclass(frozen=True)
class Outcome:
    """A handler's return value or, if it failed, `errorMessage`, `errorType` and `stackTrace`."""

    payload: Any
    failed: bool = False


READY = Outcome(None)
"""A worker's first message, sent when the app is loaded."""
