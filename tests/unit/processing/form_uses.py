"""Forms that are used several times, on an application in memory."""

from chalicelib.models import Image, Source, UploadRequest
from chalicelib.processing.outcome import Outcome
from tests.unit.deployment import OWNER
from tests.unit.in_memory_app import InMemoryApp

ONE, TWO = b"image one", b"image two"


def form(app: InMemoryApp) -> Image:
    return app.upload_forms.create(UploadRequest(filename="cat.jpg", size=100), owner=OWNER)[0]


def put(app: InMemoryApp, image: Image, content: bytes) -> Source:
    return app.sources.put(image.key, content, form=image.id)


def send(app: InMemoryApp, image: Image, content: bytes) -> tuple[Source, Outcome]:
    source = put(app, image, content)
    return source, app.reconcile(source, image.key)


def counted(app: InMemoryApp) -> int:
    """Return how many images were counted against the quota."""
    return sum(app.usage.images.values())
