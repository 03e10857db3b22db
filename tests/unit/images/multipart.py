"""Multipart uploads in tests."""

from chalicelib.models import Image, NewUpload, UploadRequest
from tests.unit.deployment import OWNER, PART_SIZE
from tests.unit.in_memory_app import InMemoryApp

CONTENT = b"image in three parts"
PARTS = [CONTENT[at : at + PART_SIZE] for at in range(0, len(CONTENT), PART_SIZE)]
A_FILE = UploadRequest(filename="cat.jpg", size=len(CONTENT))


def created(app: InMemoryApp, request: UploadRequest = A_FILE) -> NewUpload:
    return app.multipart_uploads.create(request, owner=OWNER)


def put_parts(app: InMemoryApp, image: Image, *numbers: int) -> None:
    assert image.multipart is not None
    for number in numbers:
        app.uploads.put_part(image.multipart.upload_id, number, PARTS[number - 1])


def with_parts(app: InMemoryApp) -> Image:
    image = created(app).image
    put_parts(app, image, 1, 2, 3)
    return image


def complete(app: InMemoryApp, image: Image) -> Image:
    return app.multipart_uploads.complete(image.id, owner=OWNER)
