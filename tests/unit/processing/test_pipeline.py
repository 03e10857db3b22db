"""The pipeline's `reconcile`."""

from dataclasses import dataclass, replace

import pytest

from chalicelib.domain.presets import Presets
from chalicelib.errors import ObjectNotFound, ServiceUnavailable
from chalicelib.models import Placeholder, Source, Status, UploadRequest, VariantSpec
from chalicelib.processing.outcome import Outcome
from tests.fakes import FakeSourceObject, FakeSourceStorage
from tests.unit.deployment import KEY, OWNER, SETTINGS
from tests.unit.in_memory_app import InMemoryApp


def test_an_image_becomes_ready_with_its_variants(app: InMemoryApp) -> None:
    source = app.put(b"image one")
    assert app.reconcile(source) is Outcome.READY
    image = app.image()
    assert (image.status, image.filename, image.size) == (Status.READY, "cat.jpg", 9)
    assert (image.content_type, image.width, image.height) == ("image/jpeg", 400, 300)
    assert image.placeholder == Placeholder(thumbhash="AAAA", color="#aabbcc")
    assert [(v.name, v.width, v.height) for v in image.variants] == [("300x300", 300, 225)]
    assert app.kept() == {image.variants[0].key: b"image one as 300x300"}
    assert image.variants[0].size == len(b"image one as 300x300")


def test_an_image_gets_the_requested_variants(app: InMemoryApp) -> None:
    image, _ = app.upload_forms.create(UploadRequest(filename="cat.jpg", variants=("large",)), owner=OWNER)
    app.put(b"image", image.key)
    app.reconcile(key=image.key)
    assert [variant.name for variant in app.image(image.key).variants] == ["large"]


def test_the_same_event_twice_is_a_duplicate(app: InMemoryApp) -> None:
    source = app.put(b"image")
    app.reconcile(source)
    before = app.image()
    assert app.reconcile(source) is Outcome.DUPLICATE
    assert app.image() == before


def test_an_event_without_a_version_id_is_a_duplicate_by_its_etag(app: InMemoryApp) -> None:
    source = app.put(b"image")
    app.reconcile(source)
    assert app.reconcile(Source(etag=source.etag)) is Outcome.DUPLICATE


def test_uploading_the_same_bytes_again_creates_a_new_version(app: InMemoryApp) -> None:
    app.reconcile(app.put(b"image"))
    again = app.put(b"image")
    assert app.reconcile(again) is Outcome.READY
    assert app.image().source == again


def test_the_same_event_for_a_failed_image_is_a_duplicate(app: InMemoryApp) -> None:
    source = app.put(b"text")
    app.reconcile(source)
    assert app.reconcile(source) is Outcome.DUPLICATE


def test_with_changed_presets_the_same_event_is_processed_again(app: InMemoryApp) -> None:
    source = app.put(b"image")
    app.reconcile(source)
    old_key = app.image().variants[0].key
    app.presets = Presets(
        presets=(VariantSpec(name="300x300", width=300, height=300, quality=50),), default=("300x300",)
    )
    assert app.reconcile(source) is Outcome.READY
    assert app.image().variants[0].key != old_key


def test_a_late_event_reads_the_newest_version(app: InMemoryApp) -> None:
    first = app.put(b"image one")
    app.put(b"image two")
    assert app.reconcile(first) is Outcome.READY
    assert list(app.kept().values()) == [b"image two as 300x300"]


def test_a_file_that_is_not_an_image_fails_with_a_code(app: InMemoryApp) -> None:
    source = app.put(b"text")
    assert app.reconcile(source) is Outcome.FAILED
    image = app.image()
    assert image.error is not None
    assert image.error.code == "unsupported_format"
    assert (image.size, image.source) == (4, source)
    assert app.outputs.stored == {}


@pytest.mark.parametrize(
    ("content", "code"), [(b"", "empty_file"), (b"image" + bytes(996), "file_too_large")]
)
def test_an_invalid_size_is_rejected_before_reading(app: InMemoryApp, content: bytes, code: str) -> None:
    @dataclass(frozen=True)
    class Unreadable(FakeSourceObject):
        def read(self) -> bytes:
            raise AssertionError("must not be read")

    source = app.put(content)
    app.sources.objects[KEY] = Unreadable(source, content)
    assert app.reconcile(source) is Outcome.FAILED
    error = app.image().error
    assert error is not None
    assert error.code == code


def test_an_output_among_the_uploads_is_rejected_before_rendering(app: InMemoryApp) -> None:
    source = app.put(b"image")
    app.sources.objects[KEY] = replace(app.sources.objects[KEY], is_output=True)
    assert app.reconcile(source) is Outcome.FAILED
    error = app.image().error
    assert error is not None
    assert error.code == "own_output"
    assert app.outputs.stored == {}


def test_a_file_of_exactly_the_maximum_size_is_accepted(app: InMemoryApp) -> None:
    content = b"image".ljust(SETTINGS.max_upload_bytes, b".")
    assert app.reconcile(app.put(content)) is Outcome.READY


def test_a_deleted_object_leaves_a_tombstone_and_no_outputs(app: InMemoryApp) -> None:
    app.reconcile(app.put(b"image"))
    app.sources.delete(KEY)
    assert app.reconcile() is Outcome.DELETED
    tombstone = app.image()
    assert (tombstone.status, tombstone.filename, tombstone.variants) == (Status.DELETED, "", ())
    assert tombstone.expires_at is not None
    assert app.outputs.stored == {}


def test_the_event_for_a_recorded_deletion_claims_nothing(app: InMemoryApp) -> None:
    app.reconcile(app.put(b"image"))
    app.delete.run(app.image().id, owner=OWNER)
    tombstone = app.image()
    assert app.reconcile() is Outcome.DUPLICATE
    assert app.image() == tombstone


def test_an_object_uploaded_again_after_its_deletion_is_processed(app: InMemoryApp) -> None:
    app.reconcile(app.put(b"image"))
    app.sources.delete(KEY)
    app.reconcile()
    assert app.reconcile(app.put(b"image")) is Outcome.READY
    image = app.image()
    assert (image.revision, image.filename, image.expires_at) == (3, "cat.jpg", None)


@pytest.mark.parametrize("key", ["other/x.jpg", "images/", "images/folder/", "imagesx.jpg"])
def test_keys_that_are_not_uploads_are_ignored(app: InMemoryApp, key: str) -> None:
    app.put(b"image", key)
    assert app.reconcile(key=key) is Outcome.IGNORED
    assert app.store.images == {}


def test_a_transient_error_is_raised_and_leaves_the_record_processing(app: InMemoryApp) -> None:
    @dataclass(frozen=True)
    class Interrupted(FakeSourceObject):
        def read(self) -> bytes:
            raise ServiceUnavailable("connection reset")

    source = app.put(b"image")
    whole = app.sources.objects[KEY]
    app.sources.objects[KEY] = Interrupted(source, b"")
    with pytest.raises(ServiceUnavailable):
        app.reconcile(source)
    assert app.image().status is Status.PROCESSING
    app.sources.objects[KEY] = whole
    assert app.reconcile(source) is Outcome.READY


def test_one_wrong_response_does_not_delete_an_images_outputs(app: InMemoryApp) -> None:
    class NotFoundAtFirst(FakeSourceStorage):
        opened = 0

        def open(self, key: str) -> FakeSourceObject:
            self.opened += 1
            if self.opened == 1:
                raise ObjectNotFound(key)
            return super().open(key)

    app.sources = NotFoundAtFirst()
    assert app.reconcile(app.put(b"image")) is Outcome.READY
