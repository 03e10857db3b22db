"""The current time."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Returns the current time. Tests use a clock that stands still."""

    def __call__(self) -> datetime:
        """Return the current time in UTC."""
