"""Multipart uploads whose time is over."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from chalicelib.domain import part_plan
from chalicelib.domain.deadline import NO_DEADLINE
from chalicelib.errors import ServiceUnavailable
from chalicelib.models import Image, Status, UploadRequest
from tests.unit.deployment import OWNER
from tests.unit.in_memory_app import InMemoryApp

A_FILE = UploadRequest(filename="cat.jpg", size=8)


def begun(app: InMemoryApp) -> Image:
    image = app.multipart_uploads.create(A_FILE, owner=OWNER).image
    assert image.multipart is not None
    app.uploads.put_part(image.multipart.upload_id, 1, b"image in")
    return image


def sweep(app: InMemoryApp) -> int:
    return app.sweep.run(NO_DEADLINE).ended


def test_the_sweep_aborts_an_upload_after_an_hour(app: InMemoryApp) -> None:
    image = begun(app)
    app.clock.advance(part_plan.LIFETIME)
    sweep(app)
    assert app.uploads.uploads
    app.clock.advance(timedelta(seconds=1))
    assert sweep(app) == 1
    assert app.uploads.uploads == {}
    assert sweep(app) == 0
    shown = app.lookup.read(image.id, owner=OWNER)
    assert (shown.status, shown.error and shown.error.code) == (Status.FAILED, "upload_expired")


def test_until_then_the_image_is_pending(app: InMemoryApp) -> None:
    image = begun(app)
    app.clock.advance(part_plan.LIFETIME - timedelta(seconds=1))
    assert app.lookup.read(image.id, owner=OWNER).status is Status.PENDING


def test_the_file_of_a_complete_upload_stays(app: InMemoryApp) -> None:
    image = begun(app)
    app.multipart_uploads.complete(image.id, owner=OWNER)
    app.reconcile(app.sources.open(image.key).source, image.key)
    app.clock.advance(part_plan.LIFETIME + timedelta(seconds=1))
    assert sweep(app) == 1
    record = app.image(image.key)
    assert (record.status, record.multipart) == (Status.READY, None)
    assert app.sources.open(image.key).content == b"image in"


def test_an_upload_whose_event_is_deferred_waits_for_its_run(app: InMemoryApp) -> None:
    image = begun(app)
    app.store.defer(image, app.clock())
    app.clock.advance(part_plan.LIFETIME + timedelta(seconds=1))
    sweep(app)
    record = app.image(image.key)
    assert record.status is Status.PROCESSING
    assert record.multipart is not None


def test_after_an_error_the_upload_waits(app: InMemoryApp, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(key: str, upload_id: str) -> None:
        raise ServiceUnavailable(f"{key} {upload_id}")

    image = begun(app)
    app.clock.advance(part_plan.LIFETIME + timedelta(seconds=1))
    with monkeypatch.context() as patched:
        patched.setattr(app.uploads, "abort", fail)
        assert app.sweep.run(NO_DEADLINE).postponed == 1
    assert sweep(app) == 0
    app.clock.advance(timedelta(hours=1, seconds=1))
    assert sweep(app) == 1
    assert app.image(image.key).multipart is None


def test_a_record_that_a_run_has_claimed_in_between_stays(
    app: InMemoryApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    image = begun(app)
    app.clock.advance(part_plan.LIFETIME + timedelta(seconds=1))
    abort = app.uploads.abort

    def claim_and_abort(key: str, upload_id: str) -> None:
        app.store.claim(replace(image, status=Status.PROCESSING))
        abort(key, upload_id)

    monkeypatch.setattr(app.uploads, "abort", claim_and_abort)
    sweep(app)
    record = app.image(image.key)
    assert (record.status, record.revision) == (Status.PROCESSING, 1)
