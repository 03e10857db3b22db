"""The runs in the world around one image: they start, make one step at a time, and can crash."""

from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Self

from chalicelib.models import Erasure, StoredOutput
from tests.model.callers import Deletion
from tests.model.components import Components
from tests.model.queues import Neighbors
from tests.model.renditions import expected_file, is_current, too_late, version_of
from tests.model.replay import Call, CallOutcome, CallResult, End, History, perform
from tests.model.runs import Run, replay
from tests.model.surroundings import Surroundings
from tests.model.tasks import DeadLetterMessage, Event, Invalidating, Task
from tests.model.violation import require

MAX_STEPS = 5_000
"""More than any schedule needs."""


@dataclass
class RunningWorld(Surroundings):
    """The state of everything, except that copies share the `histories` of runs that have started.

    `faults` counts the crashes and failed calls, `deletions` the successful ones through the API. `erased`
    are the ids of the versions that were stored when the erasure `noted` was requested, and `later` those
    that other tools have stored since it was completed. `ended` is how many variants have come to their
    end, and may be missing. `late` are files that were stored on demand when the image no longer had their
    version.
    """

    components: Components = field(default_factory=Components)
    runs: list[Run] = field(default_factory=list)
    dead_letters: int = 0
    deletions: int = 0
    faults: int = 0
    noted: Erasure | None = None
    erased: frozenset[str] = frozenset()
    later: frozenset[str] = frozenset()
    ended: int = 0
    late: frozenset[StoredOutput] = frozenset()
    histories: dict[Task, History] = field(default_factory=dict)

    def copy(self) -> Self:
        copy = super().copy()
        copy.runs = list(self.runs)
        return copy

    def start(self, task: Task) -> None:
        if task not in self.histories:
            self.histories[task] = History(partial(replay, task, self.components, self.features))
        self.runs.append(Run(task, self.histories[task]))

    def deliver(self, position: int) -> None:
        task = self.waiting.pop(position)
        if isinstance(task, Event | Invalidating) and not self.runs:
            self.clock.advance(timedelta(seconds=task.delay))
        self.start(task)

    def step(self, position: int, outcome: CallOutcome = CallOutcome.SUCCEEDS) -> None:
        """Let a run make its next call and continue until the one after that."""
        run = self.runs[position]
        history = self._read_clock(run.history)
        if isinstance(history.next, Call):
            self.faults += outcome is not CallOutcome.SUCCEEDS
            result = perform(history.next, self, outcome)
            self.outputs.watch(self.record)
            self._watch_erasure()
            self._watch_renditions(history.next, result if outcome is CallOutcome.SUCCEEDS else None)
            history = history if result is None else self._read_clock(history.after(result))
        match history.next:
            case End.SUCCEEDED:
                left = too_late(history.returned, self.late) & self.outputs.stored.keys()
                require(not left, "a file that was stored too late was not taken back")
                self.deletions += isinstance(run.task, Deletion)
                del self.runs[position]
            case End.FAILED:
                self.kill(position)
            case Call():
                self.runs[position] = Run(run.task, history)

    def _read_clock(self, history: History) -> History:
        """Let a run read the clock, which is not a step, as often as it does before its next step."""
        while isinstance(history.next, Call) and history.next.port == "clock":
            history = history.after(CallResult(history.next.on(self)))
        return history

    def kill(self, position: int) -> None:
        """Crash a run. Its task may be retried."""
        self.faults += 1
        again = self.runs.pop(position).task.after_crash()
        if again is not None:
            self.dead_letters += isinstance(again, DeadLetterMessage)
            self.waiting.append(again)

    def is_due(self, task: Task) -> bool:
        """Return whether a task can start. Deferred events come when the erasure or the neighbors ended."""
        is_deferred = isinstance(task, Event) and task.deferrals > 0
        is_erasing = self.record is not None and self.record.erasing
        return not is_deferred or (self.neighbors == Neighbors() and not is_erasing)

    def _watch_erasure(self) -> None:
        """Note what belongs to the image when its erasure is requested."""
        if self.record is not None and self.record.erasing and self.record.erasure != self.noted:
            self.noted = self.record.erasure
            self.erased |= {version for _, version in self.sources.history}
            self.later = frozenset()

    def _watch_renditions(self, call: Call, result: CallResult | None) -> None:
        """Note the versions of the image, and the files that a run knows to have stored too late."""
        record, version = self.record, version_of(self.record)
        if version is not None and record is not None and record.source is not None:
            self.versions[version] = expected_file(record, self.sources.contents[record.source.etag])
        stored = result.value if result is not None and call.method == "put_new" else None
        if isinstance(stored, StoredOutput) and not is_current(record, stored.key):
            self.late |= {stored}

    def finish_runs(self) -> None:
        for _ in range(MAX_STEPS):
            due = [at for at, task in enumerate(self.waiting) if self.is_due(task)]
            if not self.runs and not due:
                return
            if not self.runs:
                self.deliver(due[0])
            self.step(0)
        raise AssertionError("the runs do not end")
