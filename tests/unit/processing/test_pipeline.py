"""reconcile, one rule at a time."""

from dataclasses import dataclass, replace

import pytest

from chalicelib.domain.presets import Presets
from chalicelib.errors import ObjectNotFound, ServiceUnavailable
from chalicelib.models import Placeholder, Source, Status, UploadRequest, VariantSpec
from chalicelib.processing.pipeline import Outcome
from tests.fakes import FakeSourceObject, FakeSourceStorage
from tests.unit.deployment import KEY, OWNER, SETTINGS
from tests.unit.scene import Scene


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_an_image_becomes_ready_with_its_variants(scene: Scene) -> None:
    source = scene.put(b"image one")
    assert scene.reconcile(source) is Outcome.READY
    image = scene.image()
    assert (image.status, image.filename, image.size) == (Status.READY, "cat.jpg", 9)
    assert (image.content_type, image.width, image.height) == ("image/jpeg", 400, 300)
    assert image.placeholder == Placeholder(thumbhash="AAAA", color="#aabbcc")
    assert [(v.name, v.width, v.height) for v in image.variants] == [("300x300", 300, 225)]
    assert scene.outputs.current() == {image.variants[0].key: b"image one as 300x300"}
    assert image.variants[0].size == len(b"image one as 300x300")


def test_an_image_gets_the_variants_that_were_asked_for(scene: Scene) -> None:
    image, _ = scene.upload_forms.create(UploadRequest(filename="cat.jpg", variants=("large",)), owner=OWNER)
    scene.put(b"image", image.key)
    scene.reconcile(key=image.key)
    assert [variant.name for variant in scene.image(image.key).variants] == ["large"]


def test_the_same_event_twice_is_a_duplicate(scene: Scene) -> None:
    source = scene.put(b"image")
    scene.reconcile(source)
    before = scene.image()
    assert scene.reconcile(source) is Outcome.DUPLICATE
    assert scene.image() == before


def test_an_event_that_does_not_know_the_version_is_a_duplicate_by_its_etag(scene: Scene) -> None:
    source = scene.put(b"image")
    scene.reconcile(source)
    assert scene.reconcile(Source(etag=source.etag)) is Outcome.DUPLICATE


def test_the_same_bytes_put_again_are_a_new_version(scene: Scene) -> None:
    scene.reconcile(scene.put(b"image"))
    again = scene.put(b"image")
    assert scene.reconcile(again) is Outcome.READY
    assert scene.image().source == again


def test_a_failed_image_is_a_duplicate_too(scene: Scene) -> None:
    source = scene.put(b"text")
    scene.reconcile(source)
    assert scene.reconcile(source) is Outcome.DUPLICATE


def test_changed_presets_make_the_same_event_new_work(scene: Scene) -> None:
    source = scene.put(b"image")
    scene.reconcile(source)
    old_key = scene.image().variants[0].key
    scene.presets = Presets(
        presets=(VariantSpec(name="300x300", width=300, height=300, quality=50),), default=("300x300",)
    )
    assert scene.reconcile(source) is Outcome.READY
    assert scene.image().variants[0].key != old_key


def test_a_late_event_reads_what_is_there_now(scene: Scene) -> None:
    first = scene.put(b"image one")
    scene.put(b"image two")
    assert scene.reconcile(first) is Outcome.READY
    assert list(scene.outputs.current().values()) == [b"image two as 300x300"]


def test_a_file_that_is_no_image_fails_with_a_code(scene: Scene) -> None:
    source = scene.put(b"text")
    assert scene.reconcile(source) is Outcome.FAILED
    image = scene.image()
    assert image.error is not None
    assert image.error.code == "unsupported_format"
    assert (image.size, image.source) == (4, source)
    assert scene.outputs.stored == {}


@pytest.mark.parametrize(
    ("content", "code"), [(b"", "empty_file"), (b"image" + bytes(996), "file_too_large")]
)
def test_an_absurd_size_is_refused_before_anything_is_read(scene: Scene, content: bytes, code: str) -> None:
    @dataclass(frozen=True)
    class Unreadable(FakeSourceObject):
        def read(self) -> bytes:
            raise AssertionError("must not be read")

    source = scene.put(content)
    scene.sources.objects[KEY] = Unreadable(source, content)
    assert scene.reconcile(source) is Outcome.FAILED
    error = scene.image().error
    assert error is not None
    assert error.code == code


def test_an_output_among_the_uploads_is_refused_before_anything_is_rendered(scene: Scene) -> None:
    source = scene.put(b"image")
    scene.sources.objects[KEY] = replace(scene.sources.objects[KEY], is_output=True)
    assert scene.reconcile(source) is Outcome.FAILED
    error = scene.image().error
    assert error is not None
    assert error.code == "own_output"
    assert scene.outputs.stored == {}


def test_a_file_of_exactly_the_limit_is_read(scene: Scene) -> None:
    content = b"image".ljust(SETTINGS.max_upload_bytes, b".")
    assert scene.reconcile(scene.put(content)) is Outcome.READY


def test_an_object_that_is_gone_leaves_a_grave_and_no_outputs(scene: Scene) -> None:
    scene.reconcile(scene.put(b"image"))
    scene.sources.delete(KEY)
    assert scene.reconcile() is Outcome.DELETED
    tombstone = scene.image()
    assert (tombstone.status, tombstone.filename, tombstone.variants) == (Status.DELETED, "", ())
    assert tombstone.expires_at is not None
    assert scene.outputs.stored == {}


def test_the_event_of_a_deletion_that_is_recorded_already_claims_nothing(scene: Scene) -> None:
    scene.reconcile(scene.put(b"image"))
    scene.delete.run(scene.image().id, owner=OWNER)
    tombstone = scene.image()
    assert scene.reconcile() is Outcome.DUPLICATE
    assert scene.image() == tombstone


def test_an_object_that_comes_back_is_processed(scene: Scene) -> None:
    scene.reconcile(scene.put(b"image"))
    scene.sources.delete(KEY)
    scene.reconcile()
    assert scene.reconcile(scene.put(b"image")) is Outcome.READY
    image = scene.image()
    assert (image.revision, image.filename, image.expires_at) == (3, "cat.jpg", None)


@pytest.mark.parametrize("key", ["other/x.jpg", "images/", "images/folder/", "imagesx.jpg"])
def test_keys_that_are_no_uploads_are_ignored(scene: Scene, key: str) -> None:
    scene.put(b"image", key)
    assert scene.reconcile(key=key) is Outcome.IGNORED
    assert scene.store.images == {}


def test_a_transient_fault_raises_and_leaves_the_record_processing(scene: Scene) -> None:
    @dataclass(frozen=True)
    class Torn(FakeSourceObject):
        def read(self) -> bytes:
            raise ServiceUnavailable("connection reset")

    source = scene.put(b"image")
    whole = scene.sources.objects[KEY]
    scene.sources.objects[KEY] = Torn(source, b"")
    with pytest.raises(ServiceUnavailable):
        scene.reconcile(source)
    assert scene.image().status is Status.PROCESSING
    scene.sources.objects[KEY] = whole
    assert scene.reconcile(source) is Outcome.READY


def test_one_wrong_answer_does_not_cost_an_image_its_outputs(scene: Scene) -> None:
    class Forgetful(FakeSourceStorage):
        asked = 0

        def open(self, key: str) -> FakeSourceObject:
            self.asked += 1
            if self.asked == 1:
                raise ObjectNotFound(key)
            return super().open(key)

    scene.sources = Forgetful()
    assert scene.reconcile(scene.put(b"image")) is Outcome.READY
