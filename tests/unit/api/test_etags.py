"""ETags of image documents."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from chalicelib.api import etags
from chalicelib.models import Image, Status, UploadRequest
from tests.unit.in_memory_app import InMemoryApp

EXPIRES = 600


@pytest.fixture
def image(app: InMemoryApp) -> Image:
    return app.upload_forms.create(UploadRequest(filename="cat.jpg"), owner="me")[0]


def test_the_etag_is_stable_while_nothing_changes(app: InMemoryApp, image: Image) -> None:
    now = app.clock()
    later = now + timedelta(seconds=EXPIRES / 2 - 1)
    first = etags.of_image(image, now=now, url_expires=EXPIRES)
    assert etags.of_image(image, now=later, url_expires=EXPIRES) == first
    assert first.startswith('W/"')


def test_the_etag_changes_with_the_record(app: InMemoryApp, image: Image) -> None:
    changed = replace(image, status=Status.READY)
    one, other = (etags.of_image(each, now=app.clock(), url_expires=EXPIRES) for each in (image, changed))
    assert one != other


@pytest.mark.parametrize("url_expires", [1, EXPIRES])
def test_the_etag_changes_before_the_urls_expire(app: InMemoryApp, image: Image, url_expires: int) -> None:
    now = app.clock()
    later = now + timedelta(seconds=url_expires)
    assert etags.of_image(image, now=now, url_expires=url_expires) != etags.of_image(
        image, now=later, url_expires=url_expires
    )
