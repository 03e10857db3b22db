"""Erasures in an application in memory."""

from chalicelib.domain.deadline import NO_DEADLINE
from chalicelib.erasure.erasures import Outcome
from chalicelib.models import Image
from tests.unit.deployment import OWNER
from tests.unit.in_memory_app import InMemoryApp


def erase(app: InMemoryApp) -> Image:
    """Request the erasure and do all the work in the queue; return the record."""
    image_id = next(iter(app.store.images))
    app.erase.run(image_id, owner=OWNER)
    work(app)
    return app.store.images[image_id]


def work(app: InMemoryApp) -> list[Outcome]:
    requests, app.erasure_queue.requests = app.erasure_queue.requests, []
    return [app.erasures.run(request, NO_DEADLINE) for request in requests]
