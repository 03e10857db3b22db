"""The time that one image may take."""

from chalicelib.domain.deadline import RESERVE_MS, Deadline
from chalicelib.errors import OutOfTime, TooComplex

# An image that had at least this part of the invocation's time is at fault if that was not enough. A retry
# would not give it much more.
_FAIR_PART = 0.5


class TimeBudget:
    """The time of an invocation, less the time to finalize. Create it when work on the image begins."""

    def __init__(self, deadline: Deadline) -> None:
        self._deadline = deadline
        self._had_its_part = deadline.remaining_ms() >= _FAIR_PART * deadline.total_ms

    def check(self) -> None:
        """Raise TooComplex if the time is over, or OutOfTime if the image had too little of it."""
        self.require(0)

    def require(self, seconds: float) -> None:
        """Do the same if fewer than `seconds` are left for the image."""
        if self._deadline.remaining_ms() - RESERVE_MS >= 1000 * seconds:
            return
        if not self._had_its_part:
            raise OutOfTime("No time left to process the image; a retry has more")
        raise TooComplex(
            "Processing the image takes longer than the function's timeout allows;"
            " simplify the image, for example by saving it again with another program"
        )

    def allow(self, seconds: float) -> None:
        """Raise TooComplex if work that is estimated to take `seconds` would not fit into the invocation.

        Raise OutOfTime if it would fit into a whole invocation, but not into what is left of this one.
        """
        whole = (self._deadline.total_ms - RESERVE_MS) / 1000
        if seconds > whole:
            raise TooComplex(
                f"Processing the image would take about {seconds:,.0f} seconds; the limit is {whole:,.0f}"
                " seconds; simplify the image, for example by saving it again with another program"
            )
        if 1000 * seconds > self._deadline.remaining_ms() - RESERVE_MS:
            raise OutOfTime("Too little time left to process the image; a retry has more")
