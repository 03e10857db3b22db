"""The world around one image: buckets, table, events in transit, and paused runs.

Every action is atomic. Worlds can be copied and compared, so that schedules can be explored both
exhaustively and at random.
"""

from dataclasses import dataclass, field, replace
from functools import partial

from chalicelib.domain import keys
from chalicelib.models import Image, Status
from tests.fakes import FakeClock, FakeEventPublisher
from tests.model.application import STUCK_AFTER
from tests.model.components import Components
from tests.model.replay import Call, CallOutcome, CallResult, End, History, perform
from tests.model.runs import Run, replay
from tests.model.services import (
    CachedOutputs,
    ImmediateInvalidations,
    LaggingStore,
    NotifyingSources,
    Resending,
)
from tests.model.tasks import DeadLetterMessage, Event, Reading, Sweeping, Task
from tests.unit.deployment import OWNER

MAX_STEPS = 5_000
"""More than any schedule needs."""


@dataclass
class World:
    """The state of everything, except that copies share the `histories` of runs that have started."""

    key: str
    components: Components = field(default_factory=Components)
    clock: FakeClock = field(default_factory=FakeClock)
    store: LaggingStore = field(default_factory=LaggingStore)
    sources: NotifyingSources = field(default_factory=NotifyingSources)
    outputs: CachedOutputs = field(default_factory=CachedOutputs)
    runs: list[Run] = field(default_factory=list)
    dead_letters: int = 0
    publisher: FakeEventPublisher | None = None
    with_cdn: bool = False
    form: str | None = None
    histories: dict[Task, History] = field(default_factory=dict)

    @property
    def waiting(self) -> list[Task]:
        """Tasks that will start at some time: events and dead letters in transit."""
        return self.sources.waiting

    @property
    def invalidations(self) -> ImmediateInvalidations:
        """The queue of invalidations."""
        return ImmediateInvalidations(self.outputs)

    @property
    def sender(self) -> Resending:
        return Resending(self.waiting)

    @property
    def record(self) -> Image | None:
        """The record of the object. Whatever its id is, there is at most one."""
        return next(iter(self.store.images.values()), None)

    @property
    def is_unclaimed(self) -> bool:
        """Return whether the image has only the record that its form created."""
        return self.record is not None and self.record.status is Status.PENDING

    def copy(self) -> "World":
        return replace(
            self,
            clock=replace(self.clock),
            store=replace(
                self.store,
                images=dict(self.store.images),
                index=dict(self.store.index),
                final=set(self.store.final),
            ),
            sources=replace(
                self.sources,
                objects=dict(self.sources.objects),
                history=dict(self.sources.history),
                waiting=list(self.sources.waiting),
            ),
            outputs=replace(
                self.outputs,
                stored=dict(self.outputs.stored),
                retired=set(self.outputs.retired),
                cached=set(self.outputs.cached),
                deleted=set(self.outputs.deleted),
            ),
            runs=list(self.runs),
            publisher=self.publisher and FakeEventPublisher(list(self.publisher.events)),
        )

    def upload(self, content: bytes, *, by_form: bool = False) -> None:
        form = self.form if by_form else None
        self.waiting.append(Event(self.key, self.sources.put(self.key, content, form=form)))

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
            self.store.claim(
                replace(record, status=Status.PROCESSING, execution=None, updated_at=self.clock())
            )
            self.waiting.append(Event(self.key, None))

    def delete(self) -> None:
        self.sources.delete(self.key)

    def start(self, task: Task) -> None:
        if task not in self.histories:
            replayed = partial(
                replay,
                task,
                self.components,
                with_events=self.publisher is not None,
                with_cdn=self.with_cdn,
            )
            self.histories[task] = History(replayed)
        self.runs.append(Run(task, self.histories[task]))

    def deliver(self, position: int) -> None:
        self.start(self.waiting.pop(position))

    def step(self, position: int, outcome: CallOutcome = CallOutcome.SUCCEEDS) -> None:
        """Let a run make its next call and continue until the one after that."""
        run = self.runs[position]
        history = self._read_clock(run.history)
        if isinstance(history.next, Call):
            result = perform(history.next, self, outcome)
            self.outputs.watch(self.record)
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
        again = self.runs.pop(position).task.after_crash()
        if again is not None:
            self.dead_letters += isinstance(again, DeadLetterMessage)
            self.waiting.append(again)

    def pass_time(self) -> None:
        """Wait until all open records count as stuck. No run lasts that long."""
        assert not self.runs
        self.clock.advance(2 * STUCK_AFTER)

    def settle(self) -> None:
        """Deliver all events, finish all runs, read a form, sweep twice: the second sweep cleans up."""
        self._finish_runs()
        for _ in range(2):
            self.pass_time()
            self.store.catch_up()
            if self.record is not None and self.is_unclaimed:
                self.start(Reading(self.record.id))
                self._finish_runs()
            self.start(Sweeping())
            self._finish_runs()

    def _finish_runs(self) -> None:
        for _ in range(MAX_STEPS):
            if not self.runs and not self.waiting:
                return
            if not self.runs:
                self.deliver(0)
            self.step(0)
        raise AssertionError("the runs do not end")
