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

# An event is tried three times. A picture that nobody finished after three times as many claims kills
# whoever touches it.
MAX_ATTEMPTS = 9


@dataclass(frozen=True, kw_only=True)
class Swept:
    """What one run did: records brought to rest, and records that AWS did not let it."""

    healed: int
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
    deadletters: DeadLetters
    clock: Clock

    def run(self, deadline: Deadline) -> Swept:
        """Heal what can be healed before the deadline."""
        healed = postponed = 0
        for listed in self.store.stuck(self.clock() - self.stuck_after, LIMIT):
            if deadline.passed:
                break
            try:
                healed += self._heal(listed.id, deadline)
            except Transient:
                # Still open, so the next run meets it again.
                postponed += 1
        return Swept(healed=healed, postponed=postponed)

    def _heal(self, image_id: str, deadline: Deadline) -> bool:
        image = self.store.get(image_id)
        if image is None or not image.open or image.updated_at >= self.clock() - self.stuck_after:
            return False  # The listing lagged: somebody has been here.
        if image.status.terminal:
            self._conclude(image)
        elif image.attempts >= MAX_ATTEMPTS:
            self.deadletters.give_up(image.key)
        else:
            self._process(image, deadline)
        return True

    def _conclude(self, image: Image) -> None:
        # No run lives that long: whoever contested it is gone.
        self.pipeline.finalize(Result(image=replace(image, contested=False, updated_at=self.clock())))

    def _process(self, image: Image, deadline: Deadline) -> None:
        claimed = self.pipeline.claim(image.key)
        result = self.process(claimed, deadline)
        if result is None:
            return  # An execution has it now, which claims anew.
        if image.status is Status.PENDING and result.image.status is Status.DELETED:
            # Nothing was ever there to be deleted.
            result = Result(image=transitions.expired(claimed, now=self.clock()))
        self.pipeline.finalize(result)
