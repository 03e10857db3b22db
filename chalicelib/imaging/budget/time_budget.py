"""The time that one image may take."""

from io import BytesIO
from typing import IO

from chalicelib.domain.deadline import NO_DEADLINE, RESERVE_MS, Deadline
from chalicelib.errors import OutOfTime, TooComplex

# An image that had at least this part of the invocation's time is at fault if that was not enough. A retry
# would not give it much more.
_FAIR_PART = 0.5
_ADVICE = "simplify the image, for example by saving it again with another program"


class TimeBudget:
    """The time of an invocation, less the time to finalize. Create it when work on the image begins.

    Decoders and encoders cannot be interrupted, so they are checked where they come back to Python: when they
    read from a `stream`, between frames, and before each variant and each attempt to encode one. All methods
    but `stream` raise TooComplex or, if the image had too little of the invocation's time, OutOfTime.
    """

    def __init__(self, deadline: Deadline) -> None:
        self._deadline = deadline
        self._had_its_part = deadline.remaining_ms() >= _FAIR_PART * deadline.total_ms

    def check(self) -> None:
        """Check that the time is not over."""
        self.require(0)

    def require(self, seconds: float) -> None:
        """Check that this many seconds are left for the image's next step."""
        if self._deadline.remaining_ms() - RESERVE_MS >= 1000 * seconds:
            return
        if not self._had_its_part:
            raise OutOfTime("No time left to process the image; a retry has more")
        raise TooComplex(f"Processing the image takes longer than the function's timeout allows; {_ADVICE}")

    def admit(self, seconds: float) -> None:
        """Check that work which is estimated to take this many seconds fits into a whole invocation.

        Estimates are high, so work also begins with less time left, unless the image had too little of it.
        """
        whole = (self._deadline.total_ms - RESERVE_MS) / 1000
        if seconds > whole:
            raise TooComplex(
                f"Processing the image would take about {seconds:,.0f} seconds;"
                f" the limit is {whole:,.0f} seconds; {_ADVICE}"
            )
        if not self._had_its_part:
            self.require(seconds)

    def stream(self, content: bytes) -> IO[bytes]:
        """Return a file for Pillow's decoders, which checks the time whenever they read from it."""
        return TimedStream(content, self)


class TimedStream(BytesIO):
    """A file whose reads raise TooComplex or OutOfTime as soon as the time is over."""

    def __init__(self, content: bytes, time: TimeBudget) -> None:
        super().__init__(content)
        self.time = time

    def read(self, size: int | None = -1, /) -> bytes:
        """Read up to `size` bytes."""
        self.time.check()
        return super().read(size)


# For callers without a time limit.
NO_TIME_LIMIT = TimeBudget(NO_DEADLINE)


def time_of(file: IO[bytes] | None) -> TimeBudget:
    """Return the time budget of a file that `stream` returned, no limit for others."""
    return file.time if isinstance(file, TimedStream) else NO_TIME_LIMIT
