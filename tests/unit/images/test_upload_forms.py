"""Creating upload forms."""

from datetime import timedelta

import pytest

from chalicelib.domain.keys import form_image_id
from chalicelib.errors import InvalidFilename, SizeTooLarge, UnknownPreset, UnsupportedContentType
from chalicelib.models import Status, UploadRequest
from tests.fakes import START
from tests.unit.deployment import OWNER, SETTINGS
from tests.unit.in_memory_app import InMemoryApp


def test_a_new_upload_is_recorded_as_pending(app: InMemoryApp) -> None:
    image, _ = app.upload_forms.create(UploadRequest(filename="cat.jpg", size=12), owner=OWNER)
    assert app.lookup.get(image.id, owner=OWNER) == image
    assert (image.status, image.filename, image.size) == (Status.PENDING, "cat.jpg", 12)
    assert image.created_at == START
    assert image.expires_at == START + timedelta(days=7)


def test_the_form_is_for_the_key_that_the_id_derives_from(app: InMemoryApp) -> None:
    image, form = app.upload_forms.create(UploadRequest(filename="cat.jpg"), owner=OWNER)
    assert form.fields["key"] == image.key == f"images/{image.id}/cat.jpg"
    assert form_image_id(image.key, "images/") == image.id


def test_the_form_contains_owner_and_id(app: InMemoryApp) -> None:
    image, form = app.upload_forms.create(UploadRequest(filename="cat.jpg"), owner=OWNER)
    assert form.fields["x-amz-meta-image-id"] == image.id
    assert form.fields["x-amz-meta-owner"] == "public"
    assert form.expires_at == START + timedelta(seconds=600)


def test_the_form_allows_at_most_the_declared_size(app: InMemoryApp) -> None:
    _, form = app.upload_forms.create(UploadRequest(filename="cat.jpg", size=12), owner=OWNER)
    assert form.fields["policy"] == "1..12"


def test_the_form_allows_the_maximum_size_if_none_is_declared(app: InMemoryApp) -> None:
    _, form = app.upload_forms.create(UploadRequest(filename="cat.jpg"), owner=OWNER)
    assert form.fields["policy"] == f"1..{SETTINGS.max_upload_bytes}"


@pytest.mark.parametrize(
    ("filename", "content_type"),
    [
        ("a.JPG", "image/jpeg"),
        ("a.jpeg", "image/jpeg"),
        ("a.png", "image/png"),
        ("a.webp", "image/webp"),
        ("a.gif", "image/gif"),
        ("a.avif", "image/avif"),
        ("a.tif", "image/tiff"),
        ("a.bmp", "image/bmp"),
        ("a.HEIC", "image/heic"),
        ("a.hif", "image/heic"),
        ("a.jfif", "image/jpeg"),
        ("a", "application/octet-stream"),
    ],
)
def test_the_content_type_is_derived_from_the_filename(
    app: InMemoryApp, filename: str, content_type: str
) -> None:
    _, form = app.upload_forms.create(UploadRequest(filename=filename), owner=OWNER)
    assert form.fields["Content-Type"] == content_type


def test_a_content_type_is_case_insensitive(app: InMemoryApp) -> None:
    _, form = app.upload_forms.create(UploadRequest(filename="a", content_type="IMAGE/JPEG"), owner=OWNER)
    assert form.fields["Content-Type"] == "image/jpeg"


def test_a_declared_content_type_overrides_the_filename(app: InMemoryApp) -> None:
    _, form = app.upload_forms.create(
        UploadRequest(filename="IMG_0001", content_type="image/webp"), owner=OWNER
    )
    assert form.fields["Content-Type"] == "image/webp"


@pytest.mark.parametrize(
    ("request_", "error", "field"),
    [
        (UploadRequest(filename=""), InvalidFilename, "filename"),
        (UploadRequest(filename="a.svg"), UnsupportedContentType, "content_type"),
        (UploadRequest(filename="a.txt"), UnsupportedContentType, "content_type"),
        (UploadRequest(filename="a.jpg", content_type="text/html"), UnsupportedContentType, "content_type"),
        (UploadRequest(filename="a.jpg", size=1001), SizeTooLarge, "size"),
        (UploadRequest(filename="a.jpg", variants=("huge",)), UnknownPreset, "variants"),
    ],
)
def test_an_invalid_request_is_rejected_with_the_name_of_the_field(
    app: InMemoryApp, request_: UploadRequest, error: type[InvalidFilename], field: str
) -> None:
    with pytest.raises(error) as caught:
        app.upload_forms.create(request_, owner=OWNER)
    assert caught.value.field == field
    assert app.store.images == {}
