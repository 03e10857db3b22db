"""Use case: whatever looks stuck is taken up again, so that nothing waits for an event that never comes."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from chalicelib.domain import transitions
from chalicelib.domain.deadline import Deadline
from chalicelib.errors import Transient
from chalicelib.models import Image, Result, Status
from chalicelib.ports import Clock, ImageStore
from chalicelib.processing.pipeline import Pipeline
from chalicelib.recovery.dead_letters import DeadLetters

# A run takes up at most so many records; those that are left come first in the next one.
LIMIT = 500

# An event is tried three times. An image that nobody finished after three times as many claims kills
# whoever touches it.
MAX_ATTEMPTS = 9


@dataclass(frozen=True, kw_only=True)
class SweepResult:
    """What one run did: records brought to rest, and records that AWS did not let it."""

    recovered: int
    postponed: int


@dataclass(frozen=True, kw_only=True)
class Sweep:
    """Goes through the records that have been open for longer than any run can live.

    Each is moved to the end of the line before anything else, by its claim or by a new date, so that one
    that kills this run, or that AWS refuses again and again, holds up no other. `process` renders a claimed
    record here, or hands it to the workflow and returns None.
    """

    stuck_after: timedelta
    store: ImageStore
    pipeline: Pipeline
    process: Callable[[Image, Deadline], Result | None]
    dead_letters: DeadLetters
    clock: Clock

    def run(self, deadline: Deadline) -> SweepResult:
        """Heal what can be recovered before the deadline."""
        recovered = postponed = 0
        for listed in self.store.stuck(self.clock() - self.stuck_after, LIMIT):
            if deadline.passed:
                break
            try:
                recovered += self._recover(listed.id, deadline)
            except Transient:
                # Still open, so the next run meets it again.
                postponed += 1
        return SweepResult(recovered=recovered, postponed=postponed)

    def _recover(self, image_id: str, deadline: Deadline) -> bool:
        image = self.store.get(image_id)
        if image is None or not image.open or image.updated_at >= self.clock() - self.stuck_after:
            return False  # The listing lagged: somebody has been here.
        if image.status.terminal:
            self._after_commit(image)
        elif image.attempts >= MAX_ATTEMPTS:
            self.dead_letters.give_up(image.key)
        else:
            self._process(image, deadline)
        return True

    def _after_commit(self, image: Image) -> None:
        # No run lives that long: concurrent claims are gone.
        self.pipeline.finalize(
            Result(image=replace(image, has_concurrent_claims=False, updated_at=self.clock()))
        )

    def _process(self, image: Image, deadline: Deadline) -> None:
        claimed = self.pipeline.claim(image.key)
        result = self.process(claimed, deadline)
        if result is None:
            return  # An execution has it now, which claims anew.
        if image.status is Status.PENDING and result.image.status is Status.DELETED:
            # Nothing was ever there to be deleted.
            result = Result(image=transitions.expired(claimed, now=self.clock()))
        self.pipeline.finalize(result)
