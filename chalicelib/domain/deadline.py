"""The time that is left in the current Lambda invocation."""

import sys
from collections.abc import Callable

from chalicelib.errors import OutOfTime

# Time to finalize when AWS responds slowly: two DynamoDB calls of one second each.
RESERVE_MS = 2_000


class Deadline:
    """An invocation's deadline. `remaining_ms` returns the milliseconds left, as Lambda's context does.

    Create it when the invocation begins: `total_ms` is the time that it had in the beginning.
    """

    def __init__(self, remaining_ms: Callable[[], int]) -> None:
        self.remaining_ms = remaining_ms
        self.total_ms = remaining_ms()

    @property
    def passed(self) -> bool:
        """True if the time left is only enough to finalize."""
        return self.remaining_ms() < RESERVE_MS

    def check(self, step: str) -> None:
        """Raise OutOfTime if there is no time left to begin this step."""
        if self.passed:
            raise OutOfTime(
                f"No time left before {step}; if this happens often,"
                " give the function more memory or a longer timeout"
            )


# For callers without a time limit, such as commands.
NO_DEADLINE = Deadline(lambda: sys.maxsize)

# For callers that may finalize, but not render.
NO_TIME = Deadline(lambda: 0)
