"""The sweep does what is due, a limited number of items per run."""

from dataclasses import dataclass, field
from datetime import timedelta

from chalicelib.domain.deadline import NO_DEADLINE, RESERVE_MS, Deadline
from chalicelib.errors import ServiceUnavailable
from chalicelib.models import RetiredOutput, StoredOutput
from chalicelib.recovery.expirations import LIMIT, ExpirationResult, Expirations
from tests.contract.records import an_image
from tests.fakes import START, FakeClock, FakeDueItems, FakeImageStore, FakeRetirementStore

OUTPUT = StoredOutput(key="v/ID/0123456789abcdef/a.jpg", version_id="v")


@dataclass
class Handlers:
    """Note what is due, and remove it from the tables like real handlers, unless it `fails`."""

    images: FakeImageStore = field(default_factory=FakeImageStore)
    retired: FakeRetirementStore = field(default_factory=FakeRetirementStore)
    fails: bool = False
    called: list[str] = field(default_factory=list)

    def remove_retired(self, image_id: str) -> None:
        self._note("retired", image_id)
        del self.retired.lists[image_id]

    def end_upload(self, image_id: str) -> None:
        self._note("upload", image_id)

    def end_image(self, image_id: str) -> None:
        self._note("image", image_id)
        del self.images.images[image_id]

    def _note(self, kind: str, image_id: str) -> None:
        if self.fails:
            raise ServiceUnavailable("throttled")
        self.called.append(f"{kind} {image_id}")

    def retire(self, image_id: str, minutes: int) -> None:
        due = RetiredOutput(output=OUTPUT, due_at=START - timedelta(minutes=minutes))
        self.retired.lists[image_id] = (due,)

    @property
    def expirations(self) -> Expirations:
        return Expirations(
            due_items=FakeDueItems(self.images, self.retired),
            remove_retired=self.remove_retired,
            end_image=self.end_image,
            end_upload=self.end_upload,
            clock=FakeClock(),
        )


def test_each_kind_goes_to_its_handler_the_oldest_first() -> None:
    handlers = Handlers()
    image = an_image(retain_until=START - timedelta(minutes=2))
    handlers.images.create(image)
    handlers.retire("first", 3)
    handlers.retire("last", 1)
    handlers.retire("later", -1)
    assert handlers.expirations.run(NO_DEADLINE) == ExpirationResult(done=3, postponed=0)
    assert handlers.called == ["retired first", f"upload {image.id}", f"image {image.id}", "retired last"]


def test_a_run_does_a_limited_number_of_items_and_the_next_one_the_rest() -> None:
    handlers = Handlers()
    for number in range(LIMIT + 1):
        handlers.retire(f"image-{number}", 1)
    assert [handlers.expirations.run(NO_DEADLINE).done for _ in range(3)] == [LIMIT, 1, 0]


def test_what_fails_because_of_aws_is_done_by_a_later_run() -> None:
    handlers = Handlers(fails=True)
    handlers.retire("any", 1)
    assert handlers.expirations.run(NO_DEADLINE) == ExpirationResult(done=0, postponed=1)
    handlers.fails = False
    assert handlers.expirations.run(NO_DEADLINE) == ExpirationResult(done=1, postponed=0)


def test_nothing_is_started_after_the_deadline() -> None:
    handlers = Handlers()
    handlers.retire("any", 1)
    passed = Deadline(lambda: RESERVE_MS - 1)
    assert handlers.expirations.run(passed) == ExpirationResult(done=0, postponed=0)
    assert handlers.called == []
