"""The form field and its widget: what the page has, and what a form may submit."""

from typing import Any

import pytest
import requests
from darkroom import Status
from darkroom.django import signing
from darkroom.django.forms import DarkroomImageField
from darkroom.django.values import DarkroomImage
from darkroom.upload_endpoint import UploadRules
from django import forms
from django.conf import LazySettings
from django.core.signing import Signer
from responses import RequestsMock

from tests.frameworks.payloads import URL, image_document
from tests.frameworks.shop.models import Detail, Product

pytestmark = pytest.mark.usefixtures("database")
RULES = UploadRules(variants=["300x300", "small"], max_bytes=20_000_000)
CURRENT = DarkroomImage(id="old1", status=Status.READY, filename="old.jpg")


class ProductForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Product
        fields = ("name", "photo")


class OptionalForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Detail
        fields = ("picture",)


def submitted(value: str, **options: Any) -> ProductForm:
    return ProductForm({"name": "Cat", "photo": value}, **options)


def errors(form: forms.BaseForm, field: str = "photo") -> list[str]:
    return [str(each) for each in form.errors.get(field, [])]


def test_an_uploaded_image_is_stored_with_its_details(web: RequestsMock) -> None:
    web.get(f"{URL}/images/id1", json=image_document())
    product = submitted(signing.sign_image("id1", RULES)).save()
    stored = Product.objects.get(pk=product.pk).photo
    assert (stored.id, stored.width, stored.height, stored.version) == ("id1", 400, 300, "v1")


@pytest.mark.parametrize(
    "value",
    [
        "id1",
        "id1:x:y",
        Signer(salt="darkroom.rules").sign_object("id1"),
        signing.sign_image("id1", UploadRules()),
        signing.sign_image("id1", RULES)[:-1],
        '{"id": "id1"}',
        "\0",
    ],
    # signatures depend on the time, and all processes must collect the same tests
    ids=["id", "forged", "other salt", "other field", "truncated", "json", "null"],
)
def test_only_values_that_the_endpoint_signed_for_this_field_are_accepted(
    value: str, web: RequestsMock
) -> None:
    assert errors(submitted(value)) == ["The uploaded image is not valid any more. Upload it again."]
    assert len(web.calls) == 0


def test_a_value_expires(settings: LazySettings, web: RequestsMock) -> None:
    settings.DARKROOM_VALUE_MAX_AGE = -1
    assert errors(submitted(signing.sign_image("id1", RULES))) != []
    assert len(web.calls) == 0


def test_values_stay_valid_when_the_secret_key_changes(settings: LazySettings, web: RequestsMock) -> None:
    value = signing.sign_image("id1", RULES)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another"
    web.get(f"{URL}/images/id1", json=image_document())
    assert submitted(value).is_valid()


def test_an_image_that_cannot_be_processed_is_the_users_error(web: RequestsMock) -> None:
    failure = {"code": "unsupported_format", "detail": "The file is a PDF. Use JPEG."}
    web.get(f"{URL}/images/id1", json=image_document(status="failed", error=failure))
    assert errors(submitted(signing.sign_image("id1", RULES))) == ["The file is a PDF. Use JPEG."]


@pytest.mark.parametrize("status", ["deleted", None])
def test_an_image_that_is_gone_must_be_uploaded_again(status: str | None, web: RequestsMock) -> None:
    if status:
        web.get(f"{URL}/images/id1", json=image_document(status=status))
    else:
        web.get(f"{URL}/images/id1", status=404, json={"code": "image_not_found", "detail": "No image"})
    assert "Upload it again" in errors(submitted(signing.sign_image("id1", RULES)))[0]


def test_a_service_that_is_down_loses_no_form(web: RequestsMock) -> None:
    web.get(f"{URL}/images/id1", body=requests.ConnectionError())
    product = submitted(signing.sign_image("id1", RULES)).save()
    assert product.photo == DarkroomImage(id="id1", status=Status.PENDING)
    assert len(web.calls) == 1


def test_a_required_image_must_be_uploaded() -> None:
    assert errors(submitted("")) == ["This field is required."]


def test_an_unchanged_image_stays(web: RequestsMock) -> None:
    product = Product.objects.create(name="Old", photo=CURRENT)
    form = submitted("", instance=product)
    assert form.is_valid()
    assert form.changed_data == ["name"]
    assert form.save().photo == CURRENT
    assert len(web.calls) == 0


def test_an_optional_image_can_be_removed() -> None:
    product = Product.objects.create(name="Old", photo=CURRENT)
    detail = Detail.objects.create(product=product, picture=CURRENT)
    form = OptionalForm({"picture": "", "picture-clear": "on"}, instance=detail)
    assert form.changed_data == ["picture"]
    form.save()
    assert Detail.objects.get().picture is None


def test_a_required_image_cannot_be_removed() -> None:
    product = Product.objects.create(name="Old", photo=CURRENT)
    form = ProductForm({"name": "Old", "photo": "", "photo-clear": "on"}, instance=product)
    assert form.save().photo == CURRENT


@pytest.mark.parametrize("data", [{}, {"picture": ""}, {"picture-clear": "on"}])
def test_an_empty_optional_form_has_not_changed(data: dict[str, str]) -> None:
    form = OptionalForm(data)
    assert (form.is_valid(), form.has_changed()) == (True, False)


def test_the_page_has_the_component_and_its_script() -> None:
    form = ProductForm()
    page = str(form["photo"])
    assert '<darkroom-upload name="photo" endpoint="/darkroom/uploads/' in page
    assert 'csrf-field="csrfmiddlewaretoken" csrf-header="X-CSRFTOKEN"' in page
    assert ' max-size="20000000"' in page
    assert ' id="id_photo"' in page
    assert " required" in page
    assert '<script src="/static/darkroom/darkroom.js" type="module"></script>' in str(form.media)


def test_forms_with_several_images_load_the_script_once() -> None:
    assert str(ProductForm().media + OptionalForm().media).count("darkroom.js") == 1


def test_the_page_shows_the_current_image(web: RequestsMock) -> None:
    web.get(f"{URL}/images/old1", json=image_document("old1"))
    product = Product.objects.create(name="Old", photo=CURRENT)
    page = str(ProductForm(instance=product)["photo"])
    assert 'src="https://files.test/small.jpg?a=1&amp;b=2"' in page
    assert 'alt="old.jpg"' in page
    assert "photo-clear" not in page
    assert " required" not in page
    detail = Detail(product=product, picture=CURRENT)
    assert 'name="picture-clear"' in str(OptionalForm(instance=detail)["picture"])


def test_a_form_with_another_error_keeps_the_upload(web: RequestsMock) -> None:
    web.get(f"{URL}/images/id1", json=image_document())
    value = signing.sign_image("id1", RULES)
    form = ProductForm({"name": "", "photo": value})
    assert not form.is_valid()
    assert f' value="{value}"' in str(form["photo"])


def test_what_was_submitted_cannot_break_out_of_the_page() -> None:
    page = str(submitted('"><script>alert(1)</script>')["photo"])
    assert "<script>" not in page


def test_the_filename_cannot_break_out_of_the_page(web: RequestsMock) -> None:
    web.get(f"{URL}/images/old1", status=404, json={"code": "image_not_found", "detail": "No image"})
    image = DarkroomImage(id="old1", filename="<script>alert(1)</script>")
    assert "<script>" not in str(ProductForm(initial={"photo": image})["photo"])


def test_plain_forms_have_the_field_as_well(web: RequestsMock) -> None:
    class Contact(forms.Form):
        photo = DarkroomImageField(required=False, variants=["small"])

    web.get(f"{URL}/images/id1", json=image_document())
    value = signing.sign_image("id1", UploadRules(variants=["small"]))
    form = Contact({"photo": value})
    assert form.is_valid()
    assert form.cleaned_data["photo"].id == "id1"
    assert Contact({}).is_valid()
