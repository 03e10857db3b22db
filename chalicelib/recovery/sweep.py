"""Use case: finish records that got stuck, because their event was lost or their run crashed.

The same schedule does what is due.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from enum import Enum, auto

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.domain.deadline import Deadline
from chalicelib.errors import Transient
from chalicelib.models import Image, Result
from chalicelib.ports import Clock, ImageStore
from chalicelib.processing.pipeline import Pipeline
from chalicelib.recovery.dead_letters import DeadLetters
from chalicelib.recovery.expirations import Expirations

# Maximum number of records per sweep. The next sweep starts with the rest.
LIMIT = 500

# An event that is still deferred after a day counts as lost.
LONGEST_DEFERRAL = timedelta(days=1)

# Lambda makes three attempts per event. An image that is unfinished after three times as many claims
# probably crashes every run.
MAX_ATTEMPTS = 9


# Works like `map` with one sequence of records.
RunAll = Callable[[Callable[[Image], "_Result"], Sequence[Image]], Iterable["_Result"]]


class _Result(Enum):
    RECOVERED = auto()
    POSTPONED = auto()
    SKIPPED = auto()


class SweepResult(Struct, frozen=True, kw_only=True):
    """How many records a sweep recovered, and how many due items it dealt with.

    It postponed those of both for which a call to AWS failed.
    """

    recovered: int
    ended: int = 0
    postponed: int


class Sweep(Struct, frozen=True, kw_only=True):
    """Finishes the records that have been open for longer than any run can last.

    Before any other work on a record, its claim or a new `updated_at` moves it to the end of the queue.
    So a record that crashes the sweep, or fails again and again, does not block the others. `resume` requests
    a run from the processing function, `resume_erasure` queues an erasure again. `run_all` works like `map`;
    the functions may run in parallel.
    """

    stuck_after: timedelta
    store: ImageStore
    pipeline: Pipeline
    resume: Callable[[str], object]
    resume_erasure: Callable[[Image], object]
    run_all: RunAll = map
    dead_letters: DeadLetters
    expirations: Expirations
    clock: Clock

    def run(self, deadline: Deadline) -> SweepResult:
        """Recover as many records as possible before the deadline, then do what is due."""

        def recover(listed: Image) -> _Result:
            if deadline.passed:
                return _Result.SKIPPED
            try:
                return _Result.RECOVERED if self._recover(listed.id) else _Result.SKIPPED
            except Transient:
                # The record is still open, so a later sweep retries it.
                return _Result.POSTPONED

        results = Counter(self.run_all(recover, self._listed()))
        expired = self.expirations.run(deadline)
        return SweepResult(
            recovered=results[_Result.RECOVERED],
            ended=expired.done,
            postponed=results[_Result.POSTPONED] + expired.postponed,
        )

    def _listed(self) -> Sequence[Image]:
        now = self.clock()
        stuck = self.store.stuck(now - self.stuck_after, LIMIT)
        rest = LIMIT - len(stuck)
        return [*stuck, *(self.store.deferred(now - LONGEST_DEFERRAL, rest) if rest else ())]

    def _recover(self, image_id: str) -> bool:
        image = self.store.get(image_id)
        if image is None or not image.open or image.updated_at >= self.clock() - self.stuck_after:
            return False  # The listing was out of date.
        if image.erasing:
            self.resume_erasure(image)
        elif image.status.terminal:
            self._after_commit(image)
        elif image.attempts >= MAX_ATTEMPTS:
            self.dead_letters.give_up(image.key, image.id)
        else:
            self._resume(image)
        return True

    def _after_commit(self, image: Image) -> None:
        # No run lasts that long, so no other run can still be writing.
        self.pipeline.finalize(
            Result(image=replace(image, has_concurrent_claims=False, updated_at=self.clock()))
        )

    def _resume(self, image: Image) -> None:
        claimed = self.pipeline.claim(image.key, image.id)
        exhausted = self.pipeline.opening.charge(claimed, image)
        if exhausted is not None:
            self.pipeline.finalize(exhausted)
        else:
            self.resume(image.key)
