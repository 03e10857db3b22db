"""A Hypothesis state machine over the world: each rule lets one thing happen."""

from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from chalicelib.models import UploadRequest
from tests.fakes import FakeEventPublisher
from tests.model.application import Application, Protocol
from tests.model.invariants import check_always, check_at_rest
from tests.model.replay import Fate
from tests.model.services import AnnouncedSources, LaggingStore
from tests.model.tasks import Deletion, Event, Sweeping
from tests.model.world import World
from tests.unit.deployment import KEY, OWNER

CONTENTS = st.sampled_from([b"image one", b"image two", b"text"])
ANY = st.integers(min_value=0, max_value=11)
"""Picks one of several: modulo their number."""


class Schedules(RuleBasedStateMachine):
    """Uploads, deletions, events, runs and deaths, in any order."""

    protocol: ClassVar[Protocol] = Protocol()
    store: ClassVar[type[LaggingStore]] = LaggingStore

    def __init__(self) -> None:
        super().__init__()
        self.world = World(KEY)

    @initialize(versioned=st.booleans(), by_form=st.booleans(), told=st.booleans())
    def begin(self, versioned: bool, by_form: bool, told: bool) -> None:  # noqa: FBT001 - rules take them by name
        world = World(
            KEY,
            self.protocol,
            store=self.store(),
            sources=AnnouncedSources(versioned=versioned),
            publisher=FakeEventPublisher() if told else None,
        )
        if by_form:
            app = Application(
                protocol=self.protocol,
                store=world.store,
                sources=world.sources,
                outputs=world.outputs,
                clock=world.clock,
            )
            world.key = app.upload_forms.create(UploadRequest(filename="cat.jpg"), owner=OWNER)[0].key
        self.world = world

    @rule(content=CONTENTS)
    def upload(self, content: bytes) -> None:
        self.world.upload(content)

    @rule()
    def delete(self) -> None:
        self.world.delete()

    @precondition(lambda self: self.world.record is not None)
    @rule()
    def delete_through_the_api(self) -> None:
        self.world.start(Deletion(self.world.key))

    @precondition(lambda self: self.world.waiting)
    @rule(which=ANY)
    def deliver(self, which: int) -> None:
        self.world.deliver(which % len(self.world.waiting))

    @precondition(lambda self: self.world.waiting)
    @rule(which=ANY)
    def duplicate(self, which: int) -> None:
        task = self.world.waiting[which % len(self.world.waiting)]
        if isinstance(task, Event):
            self.world.waiting.append(Event(task.key, task.source))

    @precondition(lambda self: self.world.waiting and self.world.is_unclaimed)
    @rule(which=ANY)
    def lose(self, which: int) -> None:
        """Only the event of a file that came by a form can be lost: the form left a record to find it by."""
        del self.world.waiting[which % len(self.world.waiting)]

    @precondition(lambda self: self.world.runs)
    @rule(which=ANY, times=st.integers(min_value=1, max_value=8))
    def step(self, which: int, times: int) -> None:
        """Let one run go on for a while."""
        position = which % len(self.world.runs)
        others = len(self.world.runs) - 1
        while times and len(self.world.runs) > others:
            self.world.step(position)
            check_always(self.world)
            times -= 1

    @precondition(lambda self: self.world.runs)
    @rule(which=ANY, fate=st.sampled_from([Fate.REFUSED, Fate.UNHEARD, Fate.REPEATED]))
    def step_badly(self, which: int, fate: Fate) -> None:
        self.world.step(which % len(self.world.runs), fate)

    @precondition(lambda self: self.world.runs)
    @rule(which=ANY)
    def kill(self, which: int) -> None:
        self.world.kill(which % len(self.world.runs))

    @rule()
    def let_the_index_catch_up(self) -> None:
        self.world.store.catch_up()

    @precondition(lambda self: not self.world.runs)
    @rule()
    def sweep(self) -> None:
        self.world.pass_time()
        self.world.start(Sweeping())

    @rule()
    def settle(self) -> None:
        self.world.settle()
        check_at_rest(self.world)

    @invariant()
    def what_is_ready_can_be_fetched(self) -> None:
        check_always(self.world)

    def teardown(self) -> None:
        self.world.settle()
        check_at_rest(self.world)
