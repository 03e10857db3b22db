"""Re-rendering an image."""

from dataclasses import replace

import pytest

from chalicelib.errors import ConfigurationError, ObjectNotFound
from chalicelib.models import Status, UploadRequest
from tests.unit.deployment import OWNER
from tests.unit.in_memory_app import InMemoryApp


@pytest.fixture
def app() -> InMemoryApp:
    return InMemoryApp()


@pytest.mark.parametrize("content", [b"image", b"text"])
def test_an_image_is_rerendered_whatever_its_status(app: InMemoryApp, content: bytes) -> None:
    before = app.reconcile(app.put(content))
    assert app.reprocess.run(app.image().id, owner=OWNER).status is Status.PROCESSING
    [(key, source)] = app.sender.sent
    revision = app.image().revision
    assert app.reconcile(source, key) is before
    assert app.image().revision == revision + 1


def test_an_unused_form_is_not_changed(app: InMemoryApp) -> None:
    image, _ = app.upload_forms.create(UploadRequest(filename="cat.jpg"), owner=OWNER)
    with pytest.raises(ObjectNotFound):
        app.reprocess.run(image.id, owner=OWNER)
    assert app.lookup.get(image.id, owner=OWNER) == image
    assert app.sender.sent == []


def test_without_a_function_name_the_error_names_the_setting_and_nothing_changes(app: InMemoryApp) -> None:
    app.reconcile(app.put(b"image"))
    before = app.image()
    reprocess = replace(app.reprocess, process_function=None)
    with pytest.raises(ConfigurationError, match="PROCESS_FUNCTION"):
        reprocess.run(before.id, owner=OWNER)
    assert app.image() == before
