"""A Hypothesis state machine for the world. Each rule is one thing that can happen."""

from datetime import timedelta
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from chalicelib.config.enums import FormReuse
from tests.fakes import START
from tests.model.actions import RETENTION_DAYS, describe
from tests.model.callers import Deletion
from tests.model.components import Components
from tests.model.features import SHARES, Features
from tests.model.invariants import check_always, check_when_idle
from tests.model.multipart_rules import WithParts
from tests.model.queues import Neighbors
from tests.model.replay import CallOutcome
from tests.model.services import LaggingStore, NotifyingSources
from tests.model.tasks import Event, Sweeping
from tests.model.world import World
from tests.unit.deployment import KEY, SETTINGS

CONTENTS = st.sampled_from([b"image one", b"image two", b"image broken", b"text", b"image indecent"])
FORM_LIFETIME = timedelta(seconds=SETTINGS.upload_expires)
ANY = st.integers(min_value=0, max_value=11)
"""An index, modulo the number of items."""


class Schedules(WithParts):
    """Uploads, deletions, events, runs and crashes, in any order."""

    components: ClassVar[Components] = Components()
    store: ClassVar[type[LaggingStore]] = LaggingStore

    @initialize(
        versioned=st.booleans(),
        origin=st.sampled_from(["bucket", "form", "parts", "old record"]),
        features=st.builds(
            Features,
            events=st.booleans(),
            cdn=st.booleans(),
            moderation=st.booleans(),
            shares=st.booleans(),
            workflow=st.booleans(),
            retention=st.booleans(),
            form_reuse=st.sampled_from(FormReuse),
        ),
    )
    def begin(self, versioned: bool, origin: str, features: Features) -> None:  # noqa: FBT001 - rules take them by name
        self.world = World(
            KEY,
            features,
            components=self.components,
            store=self.store(),
            sources=NotifyingSources(versioned=versioned),
        )
        if origin == "old record":
            self.world.crash_under_the_old_id()
        if origin == "form":
            self.world.create_form()
        if origin == "parts":
            self.world.begin_multipart()

    @rule(content=CONTENTS)
    def upload(self, content: bytes) -> None:
        self.world.upload(content)

    @rule()
    def render_again(self) -> None:
        self.world.render_again()

    @rule()
    def refocus(self) -> None:
        self.world.refocus()

    @precondition(lambda self: self.world.form is not None and not self.world.in_parts)
    @precondition(lambda self: self.world.clock() < START + FORM_LIFETIME)
    @rule(content=CONTENTS)
    def upload_with_the_form(self, content: bytes) -> None:
        self.world.upload(content, by_form=True)

    @rule()
    def describe(self) -> None:
        describe(self.world)

    @rule()
    def delete(self) -> None:
        self.world.delete()

    @precondition(lambda self: self.world.record is not None)
    @rule()
    def delete_through_the_api(self) -> None:
        self.world.start(Deletion(self.world.key, self.world.owner))

    @precondition(lambda self: self.world.record is not None)
    @rule()
    def erase(self) -> None:
        self.world.erase()

    @precondition(lambda self: self.world.features.retention and not self.world.is_changing_retention)
    @rule(days=st.sampled_from([None, RETENTION_DAYS]))
    def change_retention(self, days: int | None) -> None:
        self.world.change_retention(days)

    @precondition(lambda self: self.world.record is not None)
    @rule()
    def intrude(self) -> None:
        self.world.intrude()

    @precondition(lambda self: self.world.versions)
    @rule(which=ANY)
    def view(self, which: int) -> None:
        """Request a variant on demand of any version that the image has had."""
        self.world.view(which)

    @precondition(lambda self: self.world.features.shares)
    @rule(own=st.sampled_from([0, SHARES.per_owner, SHARES.slots]), others=st.integers(0, 1))
    def get_other_neighbors(self, own: int, others: int) -> None:
        self.world.neighbors = Neighbors(own, others)

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

    @precondition(
        lambda self: self.world.is_unclaimed and any(isinstance(t, Event) for t in self.world.waiting)
    )
    @rule(which=ANY)
    def lose(self, which: int) -> None:
        """Lose the event of a file that was uploaded with a form: a reader finds it."""
        del self.world.waiting[which % len(self.world.waiting)]
        self.world.lost_events += 1

    @precondition(lambda self: self.world.runs)
    @rule(which=ANY, times=st.integers(min_value=1, max_value=8))
    def step(self, which: int, times: int) -> None:
        """Let one run make some steps."""
        position = which % len(self.world.runs)
        others = len(self.world.runs) - 1
        while times and len(self.world.runs) > others:
            self.world.step(position)
            check_always(self.world)
            times -= 1

    @precondition(lambda self: self.world.runs)
    @rule(
        which=ANY,
        outcome=st.sampled_from([CallOutcome.FAILS, CallOutcome.RESPONSE_LOST, CallOutcome.RETRIED_BY_SDK]),
    )
    def step_badly(self, which: int, outcome: CallOutcome) -> None:
        self.world.step(which % len(self.world.runs), outcome)

    @precondition(lambda self: self.world.runs)
    @rule(which=ANY)
    def kill(self, which: int) -> None:
        self.world.kill(which % len(self.world.runs))

    @rule()
    def let_the_index_catch_up(self) -> None:
        self.world.catch_up()

    @precondition(lambda self: not self.world.runs)
    @rule()
    def sweep(self) -> None:
        self.world.pass_time()
        self.world.start(Sweeping())

    @rule()
    def settle(self) -> None:
        self.world.settle()
        check_when_idle(self.world)

    @precondition(lambda self: not self.world.runs)
    @rule()
    def let_days_pass(self) -> None:
        self.world.pass_days()

    @rule()
    def expire(self) -> None:
        self.world.expire()

    @invariant()
    def what_is_ready_can_be_fetched(self) -> None:
        check_always(self.world)

    def teardown(self) -> None:
        self.world.settle()
        check_when_idle(self.world)
