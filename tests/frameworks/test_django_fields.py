"""The model field: what the database keeps, and how it is found again."""

import io
import json
from datetime import UTC, datetime

import pytest
from darkroom import Status
from darkroom.django.fields import DarkroomImageField
from darkroom.django.values import DarkroomImage
from django.core import serializers
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, models, transaction
from django.db.migrations.writer import MigrationWriter
from responses import RequestsMock

from tests.frameworks.payloads import client_image
from tests.frameworks.shop.models import Detail, Product

pytestmark = pytest.mark.usefixtures("database")
CAT = DarkroomImage(
    id="id1", status=Status.READY, version="v1", created_at=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
    filename="cat.jpg", content_type="image/jpeg", size=4, width=400, height=300,
)  # fmt: skip


def saved(photo: object = CAT) -> Product:
    return Product.objects.create(name="Cat", photo=photo)


def test_an_image_is_the_same_after_a_round_trip() -> None:
    assert Product.objects.get(pk=saved().pk).photo == CAT


def test_an_image_of_the_client_can_be_assigned() -> None:
    assert Product.objects.get(pk=saved(client_image()).pk).photo == CAT


def test_an_image_of_the_client_can_be_set_by_update() -> None:
    product = saved(DarkroomImage(id="other"))
    Product.objects.update(photo=client_image())
    product.refresh_from_db()
    assert product.photo == CAT


def test_images_are_found_by_their_parts() -> None:
    product = saved()
    saved(DarkroomImage(id="id2"))
    assert Product.objects.get(photo__id="id1") == product
    assert Product.objects.get(photo__status="ready") == product
    assert Product.objects.get(photo__width__gte=400) == product
    assert Product.objects.get(photo=CAT) == product
    assert list(Product.objects.filter(photo__id="id3")) == []


def test_parts_can_be_selected() -> None:
    saved()
    assert list(Product.objects.values_list("photo__id", "photo__width")) == [("id1", 400)]
    assert list(Product.objects.values_list("photo", flat=True)) == [CAT]


def test_an_optional_image_is_null() -> None:
    detail = Detail.objects.create(product=saved())
    assert Detail.objects.get(picture__isnull=True) == detail
    assert Detail.objects.get(pk=detail.pk).picture is None


def test_a_required_image_must_be_there() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        saved(None)
    with pytest.raises(ValidationError, match="null"):
        Product(name="Cat").full_clean()


@pytest.mark.parametrize("value", ["id1", 5, {"id": 1}, {"status": "ready"}, {"id": "x", "status": "odd"}])
def test_nothing_but_images_is_stored(value: object) -> None:
    with pytest.raises(ValidationError, match="not an image of Darkroom"):
        saved(value)


def test_a_valid_image_passes_the_models_validation() -> None:
    Product(name="Cat", photo=CAT).full_clean()


@pytest.mark.parametrize("format_name", ["json", "xml", "jsonl", "yaml", "python"])
def test_fixtures_restore_images(format_name: str) -> None:
    product = saved()
    detail = Detail.objects.create(product=product)
    dumped = serializers.serialize(format_name, [product, detail])
    Product.objects.all().delete()
    for each in serializers.deserialize(format_name, dumped):
        each.save()
    assert Product.objects.get(pk=product.pk).photo == CAT
    assert Detail.objects.get(pk=detail.pk).picture is None


def test_dumpdata_shows_the_parts() -> None:
    saved()
    out = io.StringIO()
    call_command("dumpdata", "shop.product", stdout=out)
    assert json.loads(out.getvalue())[0]["fields"]["photo"]["filename"] == "cat.jpg"


def test_a_migration_has_the_database_s_options_only() -> None:
    field = DarkroomImageField(null=True, blank=True, variants=["small"], max_bytes=5)
    _, path, arguments, options = field.clone().deconstruct()
    assert path == "darkroom.django.fields.DarkroomImageField"
    assert (list(arguments), options) == ([], {"null": True, "blank": True})
    code, imports = MigrationWriter.serialize(field)
    assert code == "darkroom.django.fields.DarkroomImageField(blank=True, null=True)"
    assert imports == {"import darkroom.django.fields"}


def test_an_optional_image_without_null_is_a_mistake() -> None:
    class Wrong(models.Model):  # noqa: DJ008 - never shown
        photo = DarkroomImageField(blank=True)

        class Meta:
            app_label = "wrong"

    assert [each.id for each in Wrong.check()] == ["darkroom.E006"]


def test_variants_are_a_list() -> None:
    with pytest.raises(TypeError, match="must be a list"):
        DarkroomImageField(variants="small")


def test_reading_rows_asks_the_service_nothing(web: RequestsMock) -> None:
    saved()
    assert str(Product.objects.get().photo) == "cat.jpg"
    assert len(web.calls) == 0
