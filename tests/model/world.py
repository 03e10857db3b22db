"""The world around one image: buckets, table, events under way, and runs that stand between two steps.

Every action is one atomic thing that can happen. A world can be copied and compared, so that schedules
can be explored by force as well as by chance.
"""

from dataclasses import dataclass, field, replace

from chalicelib.domain.keys import image_id
from chalicelib.errors import DarkroomError
from chalicelib.models import Image, Status
from tests.fakes import FakeClock, FakeEventPublisher, FakeOutputStorage
from tests.model.application import STUCK_AFTER, Application, Protocol
from tests.model.replay import Answer, Fate, Paused, SteppedOutputs, Tape, stepped
from tests.model.services import AnnouncedSources, LaggingStore
from tests.model.tasks import DeadLetterMessage, Event, Sweeping, Task
from tests.unit.deployment import SETTINGS

SAFE_STEPS = 5_000
"""More than the runs of any schedule here take."""


@dataclass(frozen=True)
class Run:
    """One run of a task, and the answers that it has had so far."""

    task: Task
    answers: tuple[Answer, ...] = ()


@dataclass
class World:
    key: str
    protocol: Protocol = field(default_factory=Protocol)
    clock: FakeClock = field(default_factory=FakeClock)
    store: LaggingStore = field(default_factory=LaggingStore)
    sources: AnnouncedSources = field(default_factory=AnnouncedSources)
    outputs: FakeOutputStorage = field(default_factory=FakeOutputStorage)
    runs: list[Run] = field(default_factory=list)
    dead_letters: int = 0
    publisher: FakeEventPublisher | None = None

    @property
    def waiting(self) -> list[Task]:
        """Tasks that are to start at some time: events and dead letters under way."""
        return self.sources.waiting

    @property
    def record(self) -> Image | None:
        return self.store.images.get(image_id(self.key, SETTINGS.upload_prefix))

    @property
    def is_unclaimed(self) -> bool:
        """Tell whether all there is of the image is a form's record."""
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
                self.outputs, stored=dict(self.outputs.stored), retired=set(self.outputs.retired)
            ),
            runs=list(self.runs),
            publisher=self.publisher and FakeEventPublisher(list(self.publisher.events)),
        )

    def upload(self, content: bytes) -> None:
        self.waiting.append(Event(self.key, self.sources.put(self.key, content)))

    def delete(self) -> None:
        self.sources.delete(self.key)

    def start(self, task: Task) -> None:
        self.runs.append(Run(task))

    def deliver(self, position: int) -> None:
        self.start(self.waiting.pop(position))

    def step(self, position: int, fate: Fate = Fate.DONE) -> None:
        """Let a run make its next call, and compute until the one after that."""
        run = self.runs[position]
        tape = Tape(run.answers, fate)
        try:
            run.task.run(self._application(tape))
        except Paused:
            self.runs[position] = Run(run.task, tuple(tape.answers))
        except DarkroomError:
            self.kill(position)
        else:
            del self.runs[position]

    def kill(self, position: int) -> None:
        """End a run where it stands; whoever started it may try again."""
        again = self.runs.pop(position).task.after_death()
        if again is not None:
            self.dead_letters += isinstance(again, DeadLetterMessage)
            self.waiting.append(again)

    def pass_time(self) -> None:
        """Wait until whatever is open counts as stuck. No run lives that long."""
        assert not self.runs
        self.clock.advance(2 * STUCK_AFTER)

    def settle(self) -> None:
        """Deliver all, finish all, then let the sweep go round twice: what it renders, it clears up later."""
        self._finish_runs()
        for _ in range(2):
            self.pass_time()
            self.store.catch_up()
            self.start(Sweeping())
            self._finish_runs()

    def _finish_runs(self) -> None:
        for _ in range(SAFE_STEPS):
            if not self.runs and not self.waiting:
                return
            if not self.runs:
                self.deliver(0)
            self.step(0)
        raise AssertionError("the runs come to no end")

    def _application(self, tape: Tape) -> Application:
        return Application(
            protocol=self.protocol,
            store=stepped(self.store, tape),
            sources=stepped(self.sources, tape),
            outputs=SteppedOutputs(self.outputs, tape),
            clock=lambda: tape.note(self.clock),
            publisher=self.publisher and stepped(self.publisher, tape),
        )
