"""Changing the metadata of an image."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from msgspec.structs import replace

from chalicelib.errors import ImageNotFound, InvalidField, ServiceUnavailable
from chalicelib.models import Image, ImageMetadata, Metadata, Status, UploadRequest
from tests.fakes import FakeEventPublisher, FakeImageStore
from tests.unit.deployment import OWNER
from tests.unit.in_memory_app import InMemoryApp

CAT = ImageMetadata(alt="A cat")
PATCH = {"metadata": {"alt": "A cat"}}


@dataclass
class ContendedStore(FakeImageStore):
    """Another request changes the metadata before each of the first writes."""

    others: int = 0
    writes: int = 0

    def set_metadata(self, image: Image) -> bool:
        self.writes += 1
        if self.writes <= self.others:
            current = self.images[image.id]
            other = replace(current.metadata or ImageMetadata(), tags=(str(self.writes),))
            self.images[image.id] = replace(
                current, metadata=other, metadata_revision=current.metadata_revision + 1
            )
        return super().set_metadata(image)


@dataclass
class DuringRun(FakeImageStore):
    """An owner's request comes in when a run commits."""

    request: Callable[[], object] = field(default=lambda: None)

    def replace(self, image: Image) -> bool:
        request, self.request = self.request, lambda: None
        request()
        return super().replace(image)


def an_image(app: InMemoryApp) -> Image:
    app.reconcile(app.put(b"image"))
    return app.image()


def test_metadata_is_changed_and_nothing_else(app: InMemoryApp) -> None:
    before = an_image(app)
    changed = app.change_metadata.run(before.id, PATCH, owner=OWNER)
    assert changed == replace(before, metadata=CAT, metadata_revision=1)
    assert app.image() == changed


def test_the_metadata_of_the_form_can_be_changed_before_the_file_arrives(app: InMemoryApp) -> None:
    request = UploadRequest(filename="cat.jpg", metadata=Metadata(external_id="cat-1", tags=("red",)))
    image, _ = app.upload_forms.create(request, owner=OWNER)
    assert image.metadata == ImageMetadata(external_id="cat-1", tags=("red",))
    app.change_metadata.run(image.id, PATCH, owner=OWNER)
    app.reconcile(app.put(b"image", image.key), key=image.key)
    ready = app.image(image.key)
    assert ready.status is Status.READY
    assert ready.metadata == ImageMetadata(external_id="cat-1", tags=("red",), alt="A cat")


def test_a_patch_that_changes_nothing_writes_nothing() -> None:
    store = ContendedStore()
    app = InMemoryApp(store=store)
    image = app.change_metadata.run(an_image(app).id, PATCH, owner=OWNER)
    patches: list[dict[str, object]] = [{**PATCH}, {}, {"metadata": {}}]
    for patch in patches:
        assert app.change_metadata.run(image.id, patch, owner=OWNER) == image
    assert (store.writes, app.image()) == (1, image)


def test_concurrent_changes_lose_nothing() -> None:
    store = ContendedStore(others=2)
    app = InMemoryApp(store=store)
    changed = app.change_metadata.run(an_image(app).id, PATCH, owner=OWNER)
    assert changed.metadata == ImageMetadata(alt="A cat", tags=("2",))
    assert (app.image(), changed.metadata_revision) == (changed, 3)


def test_after_too_many_concurrent_changes_the_request_fails_and_changes_nothing() -> None:
    store = ContendedStore(others=1000)
    app = InMemoryApp(store=store)
    image = an_image(app)
    with pytest.raises(ServiceUnavailable):
        app.change_metadata.run(image.id, PATCH, owner=OWNER)
    assert store.writes < 10
    assert app.image().metadata == ImageMetadata(tags=(str(store.writes),))


def test_invalid_metadata_changes_nothing(app: InMemoryApp) -> None:
    before = an_image(app)
    with pytest.raises(InvalidField):
        app.change_metadata.run(before.id, {"metadata": {"alt": 5}}, owner=OWNER)
    assert app.image() == before


def test_another_owners_image_is_not_found(app: InMemoryApp) -> None:
    before = an_image(app)
    with pytest.raises(ImageNotFound):
        app.change_metadata.run(before.id, PATCH, owner="somebody")
    assert app.image() == before


def test_a_deleted_image_is_not_found_and_has_no_metadata(app: InMemoryApp) -> None:
    image = app.change_metadata.run(an_image(app).id, PATCH, owner=OWNER)
    app.delete.run(image.id, owner=OWNER)
    with pytest.raises(ImageNotFound):
        app.change_metadata.run(image.id, PATCH, owner=OWNER)
    assert app.image().metadata is None


def test_a_file_after_a_deletion_has_no_metadata(app: InMemoryApp) -> None:
    image = app.change_metadata.run(an_image(app).id, PATCH, owner=OWNER)
    app.delete.run(image.id, owner=OWNER)
    app.reconcile(app.put(b"image"))
    assert (app.image().status, app.image().metadata) == (Status.READY, None)


def test_a_run_keeps_what_was_changed_during_it_and_its_event_has_it() -> None:
    store, publisher = DuringRun(), FakeEventPublisher()
    app = InMemoryApp(store=store, publisher=publisher)
    source = app.put(b"image")
    app.pipeline.claim("images/cat.jpg")
    image_id = app.image().id
    store.request = lambda: app.change_metadata.run(image_id, PATCH, owner=OWNER)
    app.reconcile(source)
    assert (app.image().status, app.image().metadata) == (Status.READY, CAT)
    (event,) = publisher.events
    assert json.loads(event.detail)["metadata"]["alt"] == "A cat"


def test_a_deletion_also_removes_what_was_changed_during_it() -> None:
    store = DuringRun()
    app = InMemoryApp(store=store)
    image = an_image(app)
    store.request = lambda: app.change_metadata.run(image.id, PATCH, owner=OWNER)
    app.delete.run(image.id, owner=OWNER)
    assert (app.image().status, app.image().metadata) == (Status.DELETED, None)
