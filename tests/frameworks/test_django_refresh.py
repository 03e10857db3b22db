"""The command that updates rows whose images were not ready yet."""

import io

import pytest
from darkroom import Status
from darkroom.django.values import DarkroomImage
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from responses import RequestsMock

from tests.frameworks.payloads import URL, client_image, image_document
from tests.frameworks.shop.models import Detail, Product
from tests.unit.client import payloads

pytestmark = pytest.mark.usefixtures("database")


def refresh() -> str:
    out = io.StringIO()
    call_command("darkroom_refresh", stdout=out)
    return out.getvalue().strip()


def product(**image: object) -> Product:
    return Product.objects.create(name="Cat", photo=DarkroomImage(**({"id": "id1"} | image)))  # type: ignore[arg-type]


def test_rows_with_unfinished_images_are_updated(web: RequestsMock) -> None:
    web.get(f"{URL}/images/id1", json=image_document())
    rows = [product(), product(status=Status.PROCESSING)]
    Detail.objects.create(product=rows[0])
    assert refresh() == "Rows updated: 2"
    assert {row.photo for row in Product.objects.all()} == {DarkroomImage.of(client_image())}
    assert refresh() == "Rows updated: 0"


def test_finished_images_are_not_asked_for(web: RequestsMock) -> None:
    for status in (Status.READY, Status.FAILED, Status.DELETED):
        product(status=status)
    assert refresh() == "Rows updated: 0"
    assert len(web.calls) == 0


def test_images_that_are_still_unfinished_stay(web: RequestsMock) -> None:
    document = image_document(status="processing")
    web.get(f"{URL}/images/id1", json=document)
    product()
    assert refresh() == "Rows updated: 1"
    assert refresh() == "Rows updated: 0"


def test_the_revision_stays_so_that_later_events_count(web: RequestsMock) -> None:
    web.get(f"{URL}/images/id1", json=image_document())
    row = product(status=Status.PROCESSING, revision=4)
    refresh()
    row.refresh_from_db()
    assert (row.photo.status, row.photo.revision) == (Status.READY, 4)


def test_images_that_are_gone_are_deleted(web: RequestsMock) -> None:
    web.get(f"{URL}/images/id1", status=404, json=payloads.problem(404, "image_not_found"))
    row = product()
    refresh()
    row.refresh_from_db()
    assert row.photo == DarkroomImage(id="id1", status=Status.DELETED)


def test_invalid_settings_are_explained(settings: LazySettings) -> None:
    settings.DARKROOM_URL = "nonsense"
    product()
    with pytest.raises(CommandError, match="nonsense"):
        refresh()
