"""An application with an image that has metadata and was overwritten once."""

import pytest
from msgspec.structs import replace

from chalicelib.models import ImageMetadata
from tests.fakes import FakeEventPublisher, FakeInvalidationQueue
from tests.unit.in_memory_app import InMemoryApp


@pytest.fixture
def app() -> InMemoryApp:
    app = InMemoryApp(publisher=FakeEventPublisher(), invalidations=FakeInvalidationQueue())
    app.reconcile(app.put(b"image one"))
    app.reconcile(app.put(b"image two"))
    metadata = ImageMetadata(external_id="order-7", alt="A person")
    assert app.store.set_metadata(replace(app.image(), metadata=metadata))
    return app
