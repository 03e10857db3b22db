"""Which file an earlier URL leads to."""

import pytest
from msgspec.structs import replace

from chalicelib.domain.formats import FORMATS
from chalicelib.errors import ImageDeleted, ImageNotFound, VariantNotFound
from chalicelib.images.current_file import CurrentFile
from chalicelib.models import Variant
from tests.unit.deployment import KEY, OWNER
from tests.unit.in_memory_app import InMemoryApp

OLD = "0123456789abcdef"


@pytest.fixture
def app() -> InMemoryApp:
    app = InMemoryApp()
    app.reconcile(app.put(b"image"))
    return app


def url(app: InMemoryApp, file: str, version: str = OLD, *, public: bool = True) -> str:
    current = CurrentFile(public=public, store=app.store, outputs=app.outputs)
    return current.url(app.image().id, version, file)


def with_formats(app: InMemoryApp, *extensions: str) -> dict[str, Variant]:
    [variant] = app.image().variants
    stem = variant.key.rpartition(".")[0]
    variants = {
        each.extension: replace(variant, key=f"{stem}.{each.extension}", content_type=each.content_type)
        for each in FORMATS
        if each.extension in extensions
    }
    app.store.images[app.image().id] = replace(app.image(), variants=tuple(variants.values()))
    return variants


def test_an_earlier_url_leads_to_the_current_file_of_the_same_format(app: InMemoryApp) -> None:
    variants = with_formats(app, "avif", "webp", "jpg")
    for extension, variant in variants.items():
        assert url(app, f"300x300.{extension}") == app.outputs.url(variant.key)


def test_a_format_that_is_no_longer_rendered_leads_to_the_most_compatible_one(app: InMemoryApp) -> None:
    variants = with_formats(app, "avif", "jpg")
    assert url(app, "300x300.webp") == app.outputs.url(variants["jpg"].key)


def test_the_url_that_a_version_had_leads_to_the_next_version(app: InMemoryApp) -> None:
    _, _, version, file = app.image().variants[0].key.split("/")
    app.reconcile(app.put(b"image two"))
    assert url(app, file, version) == app.outputs.url(app.image().variants[0].key)


def test_the_current_file_does_not_lead_to_itself(app: InMemoryApp) -> None:
    _, _, version, file = app.image().variants[0].key.split("/")
    with pytest.raises(VariantNotFound):
        url(app, file, version)


def test_a_file_under_a_key_of_earlier_releases_is_found(app: InMemoryApp) -> None:
    [variant] = app.image().variants
    _, _, version, file = variant.key.split("/")
    old = replace(variant, key=f"{KEY}/{version}/{file}")
    app.store.images[app.image().id] = replace(app.image(), variants=(old,))
    assert url(app, file, version) == app.outputs.url(old.key)


@pytest.mark.parametrize("file", ["huge.jpg", ".jpg", "300x300", "300x300.jpg.jpg", "300x300.exe", "."])
def test_other_files_are_not_found(app: InMemoryApp, file: str) -> None:
    with pytest.raises(VariantNotFound):
        url(app, file)


def test_an_image_that_is_not_rendered_yet_has_no_files() -> None:
    app = InMemoryApp()
    app.put(b"image")
    app.pipeline.claim(KEY)
    with pytest.raises(VariantNotFound):
        url(app, "300x300.jpg")


def test_a_deleted_image_is_gone_until_its_tombstone_expires(app: InMemoryApp) -> None:
    app.delete.run(app.image().id, owner=OWNER)
    with pytest.raises(ImageDeleted):
        url(app, "300x300.jpg")


@pytest.mark.parametrize("image_id", ["nobody", "x" * 28, "retired#" + "x" * 20])
def test_an_unknown_image_is_not_found(app: InMemoryApp, image_id: str) -> None:
    with pytest.raises(ImageNotFound):
        CurrentFile(public=True, store=app.store, outputs=app.outputs).url(image_id, OLD, "300x300.jpg")


def test_files_of_a_private_deployment_are_not_found(app: InMemoryApp) -> None:
    with pytest.raises(ImageNotFound):
        url(app, "300x300.jpg", public=False)
    app.delete.run(app.image().id, owner=OWNER)
    with pytest.raises(ImageNotFound):
        url(app, "300x300.jpg", public=False)
