"""What goes to a worker and what comes back."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Invocation:
    """One of the app's handlers by name, its raw event, and how many seconds it may take."""

    handler: str
    event: Any
    request_id: str
    timeout: float


@dataclass(frozen=True)
class Outcome:
    """What the handler returned or, when it failed, `errorMessage`, `errorType` and `stackTrace`."""

    payload: Any
    failed: bool = False


READY = Outcome(None)
"""A worker's first message: the app is loaded."""
