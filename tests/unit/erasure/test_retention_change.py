"""An owner's retention policy reaches the images that exist."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from msgspec.structs import replace

from chalicelib.domain.deadline import NO_DEADLINE
from chalicelib.erasure.owners import RetentionChange
from chalicelib.errors import ServiceUnavailable
from chalicelib.models import Event, Image, ListRequest, Page, Status, StoredOutput
from chalicelib.processing import parallel_storing
from chalicelib.processing.outcome import Outcome
from tests.fakes import FakeEventPublisher, FakeImageStore, FakeOutputStorage, FakeRetentionPolicies
from tests.unit.deployment import KEY, OWNER, STUCK_AFTER
from tests.unit.in_memory_app import InMemoryApp

DAYS = 90


@dataclass
class BusyPublisher(FakeEventPublisher):
    """Something happens while the first event is being published."""

    meanwhile: Callable[[], object] = field(default=lambda: None)

    def publish(self, event: Event) -> None:
        meanwhile, self.meanwhile = self.meanwhile, lambda: None
        meanwhile()
        super().publish(event)


@dataclass
class BusyOutputs(FakeOutputStorage):
    """Something happens before each variant is stored."""

    meanwhile: Callable[[], object] = field(default=list)

    def put(
        self, key: str, content: bytes, *, content_type: str, disposition: str, cache_tag: str
    ) -> StoredOutput:
        self.meanwhile()
        return super().put(
            key, content, content_type=content_type, disposition=disposition, cache_tag=cache_tag
        )


@dataclass
class ChangingStore(FakeImageStore):
    """The owner changes the metadata directly before each of the next `changes` writes of the record."""

    changes: int = 0

    def supersede(self, image: Image) -> Image | None:
        if self.changes:
            self.changes -= 1
            self.set_metadata(self.images[image.id])
        return super().supersede(image)


@dataclass
class LaggingStore(FakeImageStore):
    """Lists records as they were before a run has claimed them: its listing is eventually consistent."""

    def list(self, owner: str, request: ListRequest) -> Page:
        page = super().list(owner, request)
        return replace(page, images=tuple(replace(each, status=Status.PENDING) for each in page.images))


@dataclass
class RecordedPolicies(FakeRetentionPolicies):
    """Calls `read` after each reading."""

    read: Callable[[], object] = field(default=list)

    def days(self, owner: str, *, latest: bool = False) -> int | None:
        found = super().days(owner, latest=latest)
        self.read()
        return found


def change(app: InMemoryApp) -> list[bool]:
    return list(RetentionChange(store=app.store, policies=app.retention).steps(OWNER, DAYS))


def end_of(image: Image) -> timedelta | None:
    return image.retain_until - image.created_at if image.retain_until is not None else None


def test_images_that_exist_get_an_end_once(app: InMemoryApp) -> None:
    assert change(app) == [True]
    assert end_of(app.image()) == timedelta(days=DAYS)
    assert change(app) == [False]


def test_a_run_that_has_just_committed_does_not_undo_it() -> None:
    publisher = BusyPublisher()
    app = InMemoryApp(publisher=publisher)
    publisher.meanwhile = lambda: change(app)
    app.reconcile(app.put(b"image"))
    assert end_of(app.image()) == timedelta(days=DAYS)
    app.clock.advance(2 * STUCK_AFTER)
    app.sweep.run(NO_DEADLINE)
    assert (end_of(app.image()), app.image().open) == (timedelta(days=DAYS), False)


def test_a_policy_that_changes_after_a_run_has_read_it_reaches_its_image() -> None:
    read, changed = threading.Event(), threading.Event()
    policies = RecordedPolicies(read=read.set)

    def wait_for_both() -> None:
        assert read.wait(10)
        assert changed.wait(10)

    app = InMemoryApp(
        executor=parallel_storing.threads, outputs=BusyOutputs(meanwhile=wait_for_both), retention=policies
    )

    def change_meanwhile() -> None:
        assert read.wait(10)
        assert change(app) == [False], "the image has no outcome yet"
        changed.set()

    operator = threading.Thread(target=change_meanwhile)
    operator.start()
    assert app.reconcile(app.put(b"image")) is Outcome.READY
    operator.join(10)
    assert end_of(app.image()) == timedelta(days=DAYS)


def test_a_change_reaches_an_image_whose_claim_is_not_listed_yet() -> None:
    app = InMemoryApp()
    app.store = LaggingStore(app.store.images)
    app.put(b"image")
    result = app.pipeline.process(app.pipeline.claim(KEY))
    assert change(app) == [False]
    assert app.pipeline.finalize(result) is Outcome.READY
    assert end_of(app.image()) == timedelta(days=DAYS)


def test_a_change_is_repeated_if_the_owner_changes_the_metadata_at_the_same_time(app: InMemoryApp) -> None:
    app.store = ChangingStore(app.store.images, changes=2)
    assert change(app) == [True]
    assert end_of(app.image()) == timedelta(days=DAYS)


def test_a_change_gives_up_if_the_metadata_changes_again_and_again(app: InMemoryApp) -> None:
    app.store = ChangingStore(app.store.images, changes=100)
    with pytest.raises(ServiceUnavailable, match="changes too often"):
        change(app)


@pytest.mark.parametrize("fails", ["policy", "variant"])
def test_without_the_policy_or_a_variant_nothing_is_committed_and_the_next_run_makes_up_for_it(
    fails: str,
) -> None:
    def fail() -> None:
        raise ServiceUnavailable(fails)

    outputs, policies = BusyOutputs(), RecordedPolicies()
    app = InMemoryApp(executor=parallel_storing.threads, outputs=outputs, retention=policies)
    key = app.put(b"image")
    outputs.meanwhile, policies.read = (fail, list) if fails == "variant" else (list, fail)
    with pytest.raises(ServiceUnavailable, match=fails):
        app.reconcile(key)
    assert app.image().status is Status.PROCESSING
    assert not [each for each in threading.enumerate() if each.name.startswith("store")]
    outputs.meanwhile = policies.read = list
    assert app.reconcile(key) is Outcome.READY
    assert {output.key for output in outputs.stored} == {variant.key for variant in app.image().variants}
