"""An owner's retention policy reaches the images that exist."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from chalicelib.domain.deadline import NO_DEADLINE
from chalicelib.erasure.owners import RetentionChange
from chalicelib.models import Event, Image
from tests.fakes import FakeEventPublisher
from tests.unit.deployment import OWNER, STUCK_AFTER
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
