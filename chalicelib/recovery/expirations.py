"""Use case: do what is due, such as removing retired outputs and ending images."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from enum import Enum, auto

from msgspec import Struct

from chalicelib.domain.deadline import Deadline
from chalicelib.errors import Transient
from chalicelib.models import DueItem, DueKind
from chalicelib.ports import Clock, DueItems

# Maximum number of items per run. The next run starts with the rest.
LIMIT = 500

# Those that are due for longest come first. Without a pause, items that fail again and again, such as files
# under Object Lock, would keep the sweep from all others.
RETRY_AFTER = timedelta(hours=1)

# Does what is due for the image with this id. It checks that against the record, since it may be called for
# an image again, and for one without anything due. Raises Transient.
Handler = Callable[[str], object]


class _Result(Enum):
    DONE = auto()
    POSTPONED = auto()
    SKIPPED = auto()


# Works like `map` with one sequence of items.
RunAll = Callable[[Callable[[DueItem], _Result], Sequence[DueItem]], Iterable[_Result]]


class ExpirationResult(Struct, frozen=True, kw_only=True):
    """How many due items a run has dealt with, and how many it postponed because of an AWS error."""

    done: int
    postponed: int


class Expirations(Struct, frozen=True, kw_only=True):
    """Finds due items and passes them to the handler of their kind.

    An item stays due until its handler has changed or deleted it, so nothing is lost if a run crashes.
    `run_all` works like `map`; the handlers may run in parallel.
    """

    due_items: DueItems
    remove_retired: Handler
    end_image: Handler
    end_upload: Handler
    run_all: RunAll = map
    clock: Clock

    def run(self, deadline: Deadline) -> ExpirationResult:
        """Do as much of what is due as possible before the deadline."""

        def handle(item: DueItem) -> _Result:
            if deadline.passed:
                return _Result.SKIPPED
            try:
                self._handle(item)
            except Transient:
                # The item is still due, so a later run finds it again.
                return _Result.POSTPONED
            return _Result.DONE

        results = Counter(self.run_all(handle, self.due_items.due(self.clock(), LIMIT)))
        return ExpirationResult(done=results[_Result.DONE], postponed=results[_Result.POSTPONED])

    def _handle(self, item: DueItem) -> None:
        if item.kind is DueKind.RETIRED_OUTPUTS:
            self.remove_retired(item.image_id)
        else:
            self.end_upload(item.image_id)
            self.end_image(item.image_id)
