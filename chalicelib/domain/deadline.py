"""How long this invocation may still run."""

from collections.abc import Callable
from dataclasses import dataclass

from chalicelib.errors import OutOfTime

# What finalizing takes when AWS answers slowly: two calls to DynamoDB of a second each.
RESERVE_MS = 2_000


@dataclass(frozen=True, slots=True)
class Deadline:
    """Asks the Lambda context for the milliseconds that are left."""

    remaining_ms: Callable[[], int]

    @property
    def passed(self) -> bool:
        """True when what is left is needed for leaving in good order."""
        return self.remaining_ms() < RESERVE_MS

    def check(self, step: str) -> None:
        """Raise OutOfTime rather than begin a step in the middle of which Lambda would cut the run off."""
        if self.passed:
            raise OutOfTime(
                f"No time left before {step}; if this happens often, give the function more memory or time"
            )


# For callers that nothing cuts off, such as commands.
NO_DEADLINE = Deadline(lambda: RESERVE_MS)
