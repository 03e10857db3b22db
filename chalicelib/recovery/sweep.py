"""Use case: finish records that got stuck, because their event was lost or their run crashed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from chalicelib.domain import transitions
from chalicelib.domain.deadline import Deadline
from chalicelib.errors import Transient
from chalicelib.models import Image, Result, Status
from chalicelib.ports import Clock, ImageStore
from chalicelib.processing.pipeline import Pipeline
from chalicelib.recovery.dead_letters import DeadLetters

# Maximum number of records per sweep. The next sweep starts with the rest.
LIMIT = 500

# An event that is still deferred after a day counts as lost.
LONGEST_DEFERRAL = timedelta(days=1)

# Lambda makes three attempts per event. An image that is unfinished after three times as many claims
# probably crashes every run.
MAX_ATTEMPTS = 9


@dataclass(frozen=True, kw_only=True)
class SweepResult:
    """How many records a sweep recovered, and how many it postponed because of an AWS error."""

    recovered: int
    postponed: int


@dataclass(frozen=True, kw_only=True)
class Sweep:
    """Finishes the records that have been open for longer than any run can last.

    Before any other work on a record, its claim or a new `updated_at` moves it to the end of the queue.
    So a record that crashes the sweep, or fails again and again, does not block the others. `process`
    processes a claimed record, or starts a workflow execution for it and returns None.
    """

    stuck_after: timedelta
    store: ImageStore
    pipeline: Pipeline
    process: Callable[[Image, Deadline], Result | None]
    dead_letters: DeadLetters
    clock: Clock

    def run(self, deadline: Deadline) -> SweepResult:
        """Recover as many records as possible before the deadline."""
        recovered = postponed = 0
        for listed in self._listed():
            if deadline.passed:
                break
            try:
                recovered += self._recover(listed.id, deadline)
            except Transient:
                # The record is still open, so a later sweep retries it.
                postponed += 1
        return SweepResult(recovered=recovered, postponed=postponed)

    def _listed(self) -> Sequence[Image]:
        now = self.clock()
        stuck = self.store.stuck(now - self.stuck_after, LIMIT)
        rest = LIMIT - len(stuck)
        return [*stuck, *(self.store.deferred(now - LONGEST_DEFERRAL, rest) if rest else ())]

    def _recover(self, image_id: str, deadline: Deadline) -> bool:
        image = self.store.get(image_id)
        if image is None or not image.open or image.updated_at >= self.clock() - self.stuck_after:
            return False  # The listing was out of date.
        if image.status.terminal:
            self._after_commit(image)
        elif image.attempts >= MAX_ATTEMPTS:
            self.dead_letters.give_up(image.key, image.id)
        else:
            self._process(image, deadline)
        return True

    def _after_commit(self, image: Image) -> None:
        # No run lasts that long, so no other run can still be writing.
        self.pipeline.finalize(
            Result(image=replace(image, has_concurrent_claims=False, updated_at=self.clock()))
        )

    def _process(self, image: Image, deadline: Deadline) -> None:
        claimed = self.pipeline.claim(image.key, image.id)
        result = self.process(claimed, deadline)
        if result is None:
            return  # An execution has been started, which claims the record again.
        if image.status is Status.PENDING and result.image.status is Status.DELETED:
            # No object was ever uploaded, so nothing was deleted.
            result = Result(image=transitions.expired(claimed, now=self.clock()))
        self.pipeline.finalize(result)
