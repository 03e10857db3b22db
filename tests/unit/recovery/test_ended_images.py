"""Variants end as their presets say, and images as their owners' retention policies say."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from msgspec.structs import replace

from chalicelib.domain.deadline import NO_DEADLINE
from chalicelib.domain.presets import Presets
from chalicelib.domain.s3_events import DeadLetter, ObjectEvent
from chalicelib.errors import ImageNotFound
from chalicelib.models import Image, Status, VariantSpec
from chalicelib.processing.outcome import Outcome
from tests.fakes import FakeEventPublisher, FakeImageStore, FakeInvalidationQueue
from tests.unit.deployment import KEY, OWNER
from tests.unit.in_memory_app import InMemoryApp

DAY = timedelta(days=1)
PRESETS = Presets(
    presets=(
        VariantSpec(name="forever", width=100),
        VariantSpec(name="month", width=200, expire_after_days=30),
    ),
    default=("forever", "month"),
)


@pytest.fixture
def app() -> InMemoryApp:
    app = InMemoryApp(presets=PRESETS, publisher=FakeEventPublisher(), invalidations=FakeInvalidationQueue())
    app.reconcile(app.put(b"image"))
    return app


def names(image: Image) -> list[str]:
    return [variant.name for variant in image.variants]


def pass_days(app: InMemoryApp, days: int) -> None:
    app.clock.advance(days * DAY)
    app.sweep.run(NO_DEADLINE)


def test_a_variant_ends_after_the_days_of_its_preset(app: InMemoryApp) -> None:
    assert app.image().due_at == app.clock() + 30 * DAY
    pass_days(app, 29)
    assert names(app.image()) == ["forever", "month"]
    pass_days(app, 2)
    image = app.image()
    assert (names(image), image.status, image.due_at) == (["forever"], Status.READY, None)


def test_its_file_is_removed_at_once_and_no_other(app: InMemoryApp) -> None:
    pass_days(app, 31)
    assert {output.key for output in app.outputs.stored} == {each.key for each in app.image().variants}
    assert app.retired.lists == {}


def test_an_event_names_the_variants_that_ended(app: InMemoryApp) -> None:
    before = app.image()
    pass_days(app, 31)
    assert app.publisher is not None
    event = app.publisher.events[-1]
    detail = json.loads(event.detail)
    assert (event.type, detail["expired"]) == ("Variant Expired", ["month"])
    assert [variant["name"] for variant in detail["variants"]] == ["forever"]
    assert (detail["revision"], app.image().expired_variants) == (before.revision + 1, ())


def test_the_copies_in_the_cdn_are_invalidated(app: InMemoryApp) -> None:
    pass_days(app, 31)
    assert app.invalidations is not None
    assert len(app.invalidations.requests) == 1


def test_the_image_stays_up_to_date_without_the_variant(app: InMemoryApp) -> None:
    pass_days(app, 31)
    assert app.reconcile(app.sources.objects[KEY].source) is Outcome.DUPLICATE
    assert names(app.image()) == ["forever"]


def test_rendering_it_again_brings_the_variant_back_with_a_new_end(app: InMemoryApp) -> None:
    pass_days(app, 31)
    app.reprocess.run(app.image().id, owner=OWNER)
    app.reconcile()
    image = app.image()
    assert (names(image), image.due_at) == (["forever", "month"], app.clock() + 30 * DAY)


def test_a_variant_that_is_being_rendered_again_does_not_end(app: InMemoryApp) -> None:
    app.clock.advance(31 * DAY)
    claimed = app.pipeline.claim(KEY)
    app.sweep.run(NO_DEADLINE)
    app.pipeline.finalize(app.pipeline.process(claimed))
    app.sweep.run(NO_DEADLINE)
    assert names(app.image()) == ["forever", "month"]
    assert {each.key for each in app.outputs.stored} == {each.key for each in app.image().variants}


@dataclass
class RacingStore(FakeImageStore):
    """Something happens right before a record is replaced for the first time."""

    race: Callable[[], object] = lambda: None

    def supersede(self, image: Image) -> Image | None:
        race, self.race = self.race, lambda: None
        race()
        return super().supersede(image)


def test_a_variant_that_was_rendered_again_in_between_keeps_its_file() -> None:
    store = RacingStore()
    app = InMemoryApp(presets=PRESETS, store=store)
    app.reconcile(app.put(b"image"))
    store.race = lambda: app.pipeline.finalize(app.pipeline.process(app.pipeline.claim(KEY)))
    pass_days(app, 31)
    app.sweep.run(NO_DEADLINE)
    assert names(app.image()) == ["forever", "month"]
    assert {each.key for each in app.outputs.stored} == {each.key for each in app.image().variants}


def test_images_are_deleted_when_their_retention_is_over(app: InMemoryApp) -> None:
    app.retention.set_days(OWNER, 90)
    app.reconcile(app.put(b"image two"))
    image = app.image()
    assert image.retain_until == image.created_at + 90 * DAY
    pass_days(app, 91)
    with pytest.raises(ImageNotFound):
        app.lookup.read(image.id, owner=OWNER)
    assert (app.sources.objects, app.outputs.stored) == ({}, {})
    assert app.publisher is not None
    assert app.publisher.events[-1].type == "Image Deleted"


def test_failed_images_are_deleted_too(app: InMemoryApp) -> None:
    app.retention.set_days(OWNER, 5)
    app.reconcile(app.put(b"text"))
    assert app.image().status is Status.FAILED
    pass_days(app, 6)
    assert app.image().status is Status.DELETED


def put_broken(app: InMemoryApp) -> None:
    app.reconcile(app.put(b"text"))


def give_up(app: InMemoryApp) -> None:
    event = ObjectEvent(key=KEY, source=app.put(b"image two"))
    app.dead_letters.mark_failed(DeadLetter(object_events=(event,), reason="Task timed out"))


def keep_of_archived(app: InMemoryApp) -> None:
    app.sources.archive(KEY)
    app.reprocess.run(app.image().id, owner=OWNER)
    app.reconcile()


def restore_after_a_lost_run(app: InMemoryApp) -> None:
    app.pipeline.claim(KEY)
    app.dead_letters.give_up(KEY)


def retry_its_cleanup(app: InMemoryApp) -> None:
    app.store.finalize(replace(app.image(), cleanup_pending=True))
    pass_days(app, 1)


@pytest.mark.parametrize(
    "end", [put_broken, give_up, keep_of_archived, restore_after_a_lost_run, retry_its_cleanup]
)
def test_every_outcome_gets_the_due_date_of_a_policy_that_is_newer_than_the_image(
    app: InMemoryApp, end: Callable[[InMemoryApp], None]
) -> None:
    app.retention.set_days(OWNER, 5)
    end(app)
    image = app.image()
    assert image.status.terminal
    assert image.retain_until == image.created_at + 5 * DAY
    pass_days(app, 6)
    assert (app.image().status, app.image().due_at) == (Status.DELETED, None)


def test_a_policy_that_was_changed_counts_even_if_the_due_date_is_old(app: InMemoryApp) -> None:
    image = app.image()
    app.store.finalize(replace(image, retain_until=app.clock() + DAY))
    pass_days(app, 2)
    assert (app.image().status, app.image().retain_until) == (Status.READY, None)
