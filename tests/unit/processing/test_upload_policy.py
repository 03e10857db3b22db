"""Objects that came by an upload form are held to it, wherever the storage has not done so."""

import base64
import hashlib
from dataclasses import replace

import pytest

from chalicelib.models import Image, Source, Status, UploadRequest
from chalicelib.processing.pipeline import Outcome
from tests.unit.deployment import KEY, OWNER
from tests.unit.scene import Scene

CONTENT = b"image 1"


@pytest.fixture
def scene() -> Scene:
    return Scene()


def sha256(content: bytes) -> str:
    return base64.b64encode(hashlib.sha256(content).digest()).decode()


def form(scene: Scene, checksum: str | None = None) -> Image:
    request = UploadRequest(filename="cat.jpg", size=len(CONTENT), checksum_sha256=checksum)
    return scene.upload_forms.create(request, owner=OWNER)[0]


def send(
    scene: Scene, image: Image, content: bytes = CONTENT, *, key: str = "", content_type: str = "image/jpeg"
) -> Source:
    """Put an object as a form's bearer would, with whatever is changed of the form."""
    key = key or image.key
    source = scene.sources.put(key, content, content_type)
    scene.sources.objects[key] = replace(scene.sources.objects[key], image_id=image.id)
    scene.reconcile(source, key)
    return source


def code(scene: Scene, key: str) -> str | None:
    error = scene.image(key).error
    return error.code if error else None


def test_what_the_form_allows_is_processed(scene: Scene) -> None:
    image = form(scene, sha256(CONTENT))
    send(scene, image)
    assert scene.image(image.key).status is Status.READY


def test_fewer_bytes_than_declared_are_processed(scene: Scene) -> None:
    image = form(scene)
    send(scene, image, b"image")
    assert scene.image(image.key).status is Status.READY


def test_more_bytes_than_declared_are_refused(scene: Scene) -> None:
    image = form(scene)
    send(scene, image, CONTENT + b"s")
    assert code(scene, image.key) == "size_mismatch"


def test_another_type_is_refused(scene: Scene) -> None:
    image = form(scene)
    send(scene, image, content_type="text/html")
    assert code(scene, image.key) == "type_mismatch"


@pytest.mark.parametrize("key", [KEY, "images/{id}/other.jpg"])
def test_another_key_is_refused(scene: Scene, key: str) -> None:
    image = form(scene)
    key = key.replace("{id}", image.id)
    send(scene, image, key=key)
    assert code(scene, key) == "key_mismatch"
    assert scene.image(image.key).status is Status.PENDING


def test_other_bytes_than_those_of_the_checksum_are_refused(scene: Scene) -> None:
    image = form(scene, sha256(CONTENT))
    send(scene, image, b"image 2")
    assert code(scene, image.key) == "checksum_mismatch"


def test_what_another_tool_puts_is_held_to_no_form(scene: Scene) -> None:
    image = form(scene, sha256(CONTENT))
    scene.sources.put(image.key, b"image that is longer", "image/png")
    assert scene.reconcile(key=image.key) is Outcome.READY


def test_the_same_form_again_is_a_new_version(scene: Scene) -> None:
    image = form(scene)
    send(scene, image, b"image 1")
    before = scene.image(image.key)
    second = send(scene, image, b"image 2")
    after = scene.image(image.key)
    assert (after.status, after.source) == (Status.READY, second)
    assert after.variants[0].key != before.variants[0].key


def test_the_form_still_counts_after_a_refusal_and_after_a_deletion(scene: Scene) -> None:
    image = form(scene)
    send(scene, image, CONTENT + b"s")
    scene.delete.run(image.id, owner=OWNER)
    send(scene, image, CONTENT + b"s")
    assert code(scene, image.key) == "size_mismatch"
    send(scene, image)
    assert scene.image(image.key).status is Status.READY
