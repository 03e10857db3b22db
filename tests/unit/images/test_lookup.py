"""Looking up images and variants."""

import pytest
from msgspec.structs import replace

from chalicelib.errors import ImageNotFound, VariantNotFound
from chalicelib.models import ListRequest
from tests.unit.deployment import KEY, OWNER
from tests.unit.in_memory_app import InMemoryApp


@pytest.mark.parametrize("image_id_", ["nobody", "x" * 28, ""])
def test_an_unknown_image_is_not_found(app: InMemoryApp, image_id_: str) -> None:
    with pytest.raises(ImageNotFound):
        app.lookup.get(image_id_, owner=OWNER)
    with pytest.raises(ImageNotFound):
        app.delete.run(image_id_, owner=OWNER)
    with pytest.raises(ImageNotFound):
        app.reprocess.run(image_id_, owner=OWNER)


def test_a_variant_is_found_by_name(app: InMemoryApp) -> None:
    app.reconcile(app.put(b"image"))
    image = app.image()
    url = app.outputs.url(image.variants[0].key)
    assert app.lookup.variant_url(image.id, "300x300", owner=OWNER) == url


def test_a_variant_in_several_formats_is_found_with_its_extension(app: InMemoryApp) -> None:
    app.reconcile(app.put(b"image"))
    [jpeg] = app.image().variants
    avif = replace(jpeg, key=f"{jpeg.key.removesuffix('.jpg')}.avif", content_type="image/avif")
    app.store.images[app.image().id] = replace(app.image(), variants=(avif, jpeg))
    for name, variant in {"300x300": jpeg, "300x300.jpg": jpeg, "300x300.avif": avif}.items():
        url = app.lookup.variant_url(app.image().id, name, owner=OWNER)
        assert url == app.outputs.url(variant.key)
    with pytest.raises(VariantNotFound):
        app.lookup.variant_url(app.image().id, "300x300.webp", owner=OWNER)


def test_a_variant_that_the_image_does_not_have_is_not_found(app: InMemoryApp) -> None:
    app.put(b"image")
    app.pipeline.claim(KEY)
    with pytest.raises(VariantNotFound):
        app.lookup.variant_url(app.image().id, "300x300", owner=OWNER)


def test_an_image_is_found_by_the_key_of_its_object(app: InMemoryApp) -> None:
    app.reconcile(app.put(b"image"))
    page = app.lookup.list(ListRequest(key=KEY), owner=OWNER)
    assert page.images == (app.image(),)


@pytest.mark.parametrize(("key", "owner"), [("images/dog.jpg", OWNER), (KEY, "somebody else")])
def test_other_keys_and_other_owners_images_are_not_found_by_key(
    app: InMemoryApp, key: str, owner: str
) -> None:
    app.reconcile(app.put(b"image"))
    assert app.lookup.list(ListRequest(key=key), owner=owner).images == ()


def test_a_deleted_image_is_not_found_by_key(app: InMemoryApp) -> None:
    app.reconcile(app.put(b"image"))
    app.delete.run(app.image().id, owner=OWNER)
    assert app.lookup.list(ListRequest(key=KEY), owner=OWNER).images == ()
