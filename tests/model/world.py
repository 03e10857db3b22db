"""The world around one image, with events in transit and paused runs.

Every action is atomic. Worlds can be copied and compared, so that schedules can be explored both
exhaustively and at random.
"""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from typing import Self

from chalicelib.domain import keys
from chalicelib.models import Erasure, ErasureRequest, Image, Status, UploadRequest
from tests.model.application import STUCK_AFTER, Application
from tests.model.components import Components
from tests.model.queues import Neighbors
from tests.model.replay import Call, CallOutcome, CallResult, End, History, perform
from tests.model.runs import Run, replay
from tests.model.strangers import Intrusion
from tests.model.surroundings import Surroundings
from tests.model.tasks import (
    DeadLetterMessage,
    Erasing,
    ErasureMessage,
    Event,
    Invalidating,
    Reading,
    Sweeping,
    Task,
)
from tests.unit.deployment import OWNER

MAX_STEPS = 5_000
"""More than any schedule needs."""

FORM_OWNER = "alice"
LONGER_THAN_ANY_RECORD_EXPIRES = timedelta(days=8)


@dataclass
class World(Surroundings):
    """The state of everything, except that copies share the `histories` of runs that have started.

    `faults` counts the crashes and failed calls. `form` is the id of the image that has a form, if any.
    `erased` are the ids of the versions that were stored when the erasure `noted` was requested, and `later`
    those that other tools have stored since it was completed.
    """

    components: Components = field(default_factory=Components)
    runs: list[Run] = field(default_factory=list)
    dead_letters: int = 0
    faults: int = 0
    lost_events: int = 0
    form: str | None = None
    noted: Erasure | None = None
    erased: frozenset[str] = frozenset()
    later: frozenset[str] = frozenset()
    histories: dict[Task, History] = field(default_factory=dict)

    def copy(self) -> Self:
        return replace(super().copy(), runs=list(self.runs))

    def upload(self, content: bytes, *, by_form: bool = False) -> None:
        form = self.form if by_form else None
        source = self.sources.put(self.key, content, form=form)
        if self.is_erased and not by_form and source.version_id is not None:
            self.later |= {source.version_id}
        self.waiting.append(Event(self.key, source))

    def create_form(self) -> None:
        """Let a caller create a form: from now on, the world is about its image."""
        app = Application(
            components=self.components,
            store=self.store,
            sources=self.sources,
            outputs=self.outputs,
            retired=self.retired,
            due_items=self.due_items,
            clock=self.clock,
            source_versions=self.source_versions,
            output_versions=self.output_versions,
        )
        image, _ = app.upload_forms.create(UploadRequest(filename="cat.jpg", size=16), owner=FORM_OWNER)
        self.key, self.form = image.key, image.id

    def crash_under_the_old_id(self) -> None:
        """Leave the record of a run that crashed before image ids depended on a secret."""
        fresh = Image(
            id=keys.hashed_image_id(self.key),
            key=self.key,
            filename=keys.filename(self.key),
            owner=OWNER,
            status=Status.PROCESSING,
            created_at=self.clock(),
            updated_at=self.clock(),
        )
        self.store.claim(fresh)

    def render_again(self) -> None:
        """Request another run as `reprocess` does: claim the record, then send an event without a version."""
        record = self.record
        if record is not None and record.status is not Status.DELETED and self.key in self.sources.objects:
            fresh = replace(record, status=Status.PROCESSING, execution=None, updated_at=self.clock())
            self.store.claim(fresh, is_attempt=False)
            self.waiting.append(Event(self.key, None))

    def delete(self) -> None:
        self.sources.delete(self.key)

    def erase(self) -> None:
        """Let the owner request the erasure through the API."""
        if self.record is not None:
            self.start(Erasing(self.record.id, self.record.owner))

    @property
    def is_erased(self) -> bool:
        """Return whether an erasure was completed, and nothing has come since."""
        erasure = self.record.erasure if self.record is not None else None
        return erasure is not None and erasure.completed_at is not None

    def repeat_erasure(self) -> None:
        """Let SQS deliver the request for an erasure once more."""
        if self.record is not None:
            self.start(ErasureMessage(ErasureRequest(image_id=self.record.id)))

    def intrude(self) -> None:
        """Let a stranger use the image's id and key."""
        if self.record is not None:
            self.start(Intrusion(self.record.id, self.key))

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
            history = history if result is None else self._read_clock(history.after(result))
        match history.next:
            case End.SUCCEEDED:
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

    def pass_time(self) -> None:
        """Wait until all open records count as stuck. No run lasts that long."""
        assert not self.runs
        self.clock.advance(2 * STUCK_AFTER)

    def sweep(self) -> None:
        """Start a sweep while others run. It finds everything that is due."""
        self.catch_up()
        self.start(Sweeping())

    def restore_backup(self) -> None:
        """Restore the record as it was when the image was first ready."""
        (image_id,) = self.store.images
        self.store.images[image_id] = self.store.first_ready[image_id]

    def pass_days(self) -> None:
        """Wait until everything that is unused has expired. The table may delete it much later.

        Retired outputs are due, too, but no sweep has removed them yet.
        """
        self.settle()
        self.clock.advance(LONGER_THAN_ANY_RECORD_EXPIRES)

    def expire(self) -> None:
        """Let the table delete expired records."""
        for image_id in self.store.expired(self.clock()):
            del self.store.images[image_id]
            # Versions that are restored later belong to nobody's form, and revisions start again.
            self.form = None
            self.publisher.events.clear()

    def settle(self) -> None:
        """Deliver all events, finish all runs, read a form, sweep twice: the second sweep cleans up."""
        self.neighbors = Neighbors()
        self._finish_runs()
        for _ in range(2):
            self.pass_time()
            self.catch_up()
            if self.record is not None and self.is_unclaimed:
                self.start(Reading(self.record.id, self.record.owner))
                self._finish_runs()
            self.start(Sweeping())
            self._finish_runs()

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

    def _finish_runs(self) -> None:
        for _ in range(MAX_STEPS):
            due = [at for at, task in enumerate(self.waiting) if self.is_due(task)]
            if not self.runs and not due:
                return
            if not self.runs:
                self.deliver(due[0])
            self.step(0)
        raise AssertionError("the runs do not end")
