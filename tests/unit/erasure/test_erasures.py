"""An erasure removes everything about an image."""

import json
from datetime import timedelta

import msgspec
import pytest

from chalicelib.domain import keys
from chalicelib.domain.tombstone import TOMBSTONE_LIFETIME
from chalicelib.erasure.erasures import Outcome
from chalicelib.errors import ImageErased, ImageNotFound
from chalicelib.models import (
    ErasureRequest,
    Lock,
    ObjectVersion,
    Status,
    StoredOutput,
    UploadRequest,
)
from tests.fakes import FakeObjectVersions, SourceVersions
from tests.unit.deployment import KEY, OWNER
from tests.unit.erasing import erase, work
from tests.unit.in_memory_app import InMemoryApp

FILENAME = keys.filename(KEY)


def event(app: InMemoryApp) -> dict[str, object]:
    assert app.publisher is not None
    last = app.publisher.events[-1]
    assert last.type == "Image Erased"
    return dict(json.loads(last.detail))


def test_all_versions_of_all_files_are_removed(app: InMemoryApp) -> None:
    app.sources.put(keys.quarantine_key(KEY), b"image one")
    app.sources.delete(KEY)
    assert len(app.sources.history) == 4
    erase(app)
    assert (app.sources.history, app.sources.objects, app.outputs.stored) == ({}, {}, {})


def test_files_of_images_whose_keys_begin_alike_stay(app: InMemoryApp) -> None:
    app.reconcile(app.put(b"image", f"{KEY}.png"), f"{KEY}.png")
    app.reconcile(app.put(b"image", f"{KEY}/b.png"), f"{KEY}/b.png")
    old_layout = f"{KEY}/b.png/{'a' * 16}/300x300.jpg"
    app.outputs.stored[StoredOutput(key=old_layout, version_id="old")] = b""
    erase(app)
    assert set(app.sources.objects) == {f"{KEY}.png", f"{KEY}/b.png"}
    assert len(app.outputs.stored) == 3


def test_variants_under_the_keys_of_earlier_releases_are_removed(app: InMemoryApp) -> None:
    app.outputs.stored[StoredOutput(key=f"{KEY}/{'a' * 16}/300x300.jpg", version_id="old")] = b""
    erase(app)
    assert app.outputs.stored == {}


def test_the_tombstone_has_no_personal_data_and_expires(app: InMemoryApp) -> None:
    tombstone = erase(app)
    text = msgspec.json.encode(tombstone).decode()
    assert not [word for word in (FILENAME, KEY, "order-7", "A person") if word in text]
    assert tombstone.expires_at == app.clock() + TOMBSTONE_LIFETIME
    assert (tombstone.status, tombstone.open, tombstone.erasing) == (Status.DELETED, False, False)


def test_from_the_request_on_the_image_cannot_be_read(app: InMemoryApp) -> None:
    image_id = app.image().id
    app.erase.run(image_id, owner=OWNER)
    for _ in range(2):
        with pytest.raises(ImageErased):
            app.lookup.read(image_id, owner=OWNER)
        with pytest.raises(ImageErased):
            app.lookup.variant_url(image_id, "300x300", owner=None)
        with pytest.raises(ImageNotFound):
            app.lookup.read(image_id, owner="bob")
        work(app)


def test_others_cannot_request_the_erasure(app: InMemoryApp) -> None:
    with pytest.raises(ImageNotFound):
        app.erase.run(app.image().id, owner="bob")
    assert app.image().status is Status.READY


def test_repeated_requests_queue_nothing_more(app: InMemoryApp) -> None:
    image_id = app.image().id
    first = app.erase.run(image_id, owner=OWNER)
    assert app.erase.run(image_id, owner=OWNER) == first
    assert app.erasure_queue.requests == [ErasureRequest(image_id=image_id)]
    work(app)
    assert app.erase.run(image_id, owner=OWNER).erasure == app.store.images[image_id].erasure
    assert app.erasure_queue.requests == []


def test_a_deleted_image_can_still_be_erased(app: InMemoryApp) -> None:
    image_id = app.image().id
    app.delete.run(image_id, owner=OWNER)
    assert app.sources.history
    erase(app)
    assert app.sources.history == {}


def test_the_event_is_a_report_without_personal_data(app: InMemoryApp) -> None:
    tombstone = erase(app)
    detail = event(app)
    done = app.clock()
    assert detail == {
        "id": tombstone.id,
        "requested_at": _text(done),
        "completed_at": _text(done),
        "kept": [
            {"place": "backups", "until": _text(done + timedelta(days=35)), "versions": None},
            {"place": "logs", "until": _text(done + timedelta(days=30)), "versions": None},
            {"place": "queues", "until": _text(done + timedelta(days=14)), "versions": None},
        ],
        "event_id": f"{tombstone.id}-{tombstone.revision}",
        "revision": tombstone.revision,
        "owner": OWNER,
        "cdn": "done",
    }


def _text(moment: object) -> str:
    return str(msgspec.to_builtins(moment))


def test_the_copies_in_the_cdn_are_invalidated(app: InMemoryApp) -> None:
    erase(app)
    assert app.invalidations is not None
    assert len(app.invalidations.requests) == 1


def test_locked_versions_are_hidden_and_reported(app: InMemoryApp) -> None:
    until = app.clock() + timedelta(days=400)
    locked = [ObjectVersion(key=KEY, version_id="v1"), ObjectVersion(key=KEY, version_id="v2")]
    locks = {locked[0]: Lock(until=until), locked[1]: Lock(until=until - timedelta(days=1))}
    app.source_versions = FakeObjectVersions(SourceVersions(app.sources), locks)
    erase(app)
    assert event(app)["kept"][-1] == {  # type: ignore[index] # it is a list
        "place": "locked_versions",
        "until": _text(until),
        "versions": 2,
    }
    assert KEY not in app.sources.objects


def test_the_end_of_a_legal_hold_is_not_known(app: InMemoryApp) -> None:
    locks = {
        ObjectVersion(key=KEY, version_id="v1"): Lock(until=app.clock()),
        ObjectVersion(key=KEY, version_id="v2"): Lock(until=None),
    }
    app.source_versions = FakeObjectVersions(SourceVersions(app.sources), locks)
    tombstone = erase(app)
    assert tombstone.erasure is not None
    assert tombstone.erasure.locked is not None
    assert (tombstone.erasure.locked.count, tombstone.erasure.locked.until) == (2, None)


def test_a_form_without_a_file_can_be_erased() -> None:
    app = InMemoryApp()
    form, _ = app.upload_forms.create(_a_request(), owner=OWNER)
    app.erase.run(form.id, owner=OWNER)
    assert work(app) == [Outcome.COMPLETED]
    assert "face.jpg" not in msgspec.json.encode(app.store.images[form.id]).decode()


def _a_request() -> UploadRequest:
    return UploadRequest(filename="face.jpg", size=5)
