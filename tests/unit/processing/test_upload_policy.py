"""Objects uploaded with a form are checked against it, in case the storage has not done so."""

import base64
import hashlib
from dataclasses import replace

import pytest

from chalicelib.models import Image, Source, Status, UploadRequest
from chalicelib.processing.outcome import Outcome
from tests.unit.deployment import KEY, OWNER
from tests.unit.in_memory_app import InMemoryApp

CONTENT = b"image 1"


def sha256(content: bytes) -> str:
    return base64.b64encode(hashlib.sha256(content).digest()).decode()


def form(app: InMemoryApp, checksum: str | None = None) -> Image:
    request = UploadRequest(filename="cat.jpg", size=len(CONTENT), checksum_sha256=checksum)
    return app.upload_forms.create(request, owner=OWNER)[0]


def send(
    app: InMemoryApp,
    image: Image,
    content: bytes = CONTENT,
    *,
    key: str = "",
    content_type: str = "image/jpeg",
) -> Source:
    """Upload an object with a form, optionally with another key or content type than the form's."""
    key = key or image.key
    source = app.sources.put(key, content, content_type)
    app.sources.objects[key] = replace(app.sources.objects[key], image_id=image.id)
    app.reconcile(source, key)
    return source


def code(app: InMemoryApp, key: str) -> str | None:
    error = app.image(key).error
    return error.code if error else None


def test_a_file_that_matches_its_form_is_processed(app: InMemoryApp) -> None:
    image = form(app, sha256(CONTENT))
    send(app, image)
    assert app.image(image.key).status is Status.READY


def test_a_file_smaller_than_declared_is_processed(app: InMemoryApp) -> None:
    image = form(app)
    send(app, image, b"image")
    assert app.image(image.key).status is Status.READY


def test_a_file_larger_than_declared_is_rejected(app: InMemoryApp) -> None:
    image = form(app)
    send(app, image, CONTENT + b"s")
    assert code(app, image.key) == "size_mismatch"


def test_another_content_type_is_rejected(app: InMemoryApp) -> None:
    image = form(app)
    send(app, image, content_type="text/html")
    assert code(app, image.key) == "type_mismatch"


@pytest.mark.parametrize("key", [KEY, "images/{id}/other.jpg"])
def test_another_key_is_rejected(app: InMemoryApp, key: str) -> None:
    image = form(app)
    key = key.replace("{id}", image.id)
    send(app, image, key=key)
    assert code(app, key) == "key_mismatch"
    assert app.image(image.key).status is Status.PENDING


def test_a_file_with_another_checksum_is_rejected(app: InMemoryApp) -> None:
    image = form(app, sha256(CONTENT))
    send(app, image, b"image 2")
    assert code(app, image.key) == "checksum_mismatch"


def test_a_file_from_another_tool_is_not_checked_against_a_form(app: InMemoryApp) -> None:
    image = form(app, sha256(CONTENT))
    app.sources.put(image.key, b"image that is longer", "image/png")
    assert app.reconcile(key=image.key) is Outcome.READY


def test_the_form_still_counts_after_a_refusal_and_after_a_deletion(app: InMemoryApp) -> None:
    image = form(app)
    send(app, image, CONTENT + b"s")
    app.delete.run(image.id, owner=OWNER)
    send(app, image, CONTENT + b"s")
    assert code(app, image.key) == "size_mismatch"
    send(app, image)
    assert app.image(image.key).status is Status.READY
