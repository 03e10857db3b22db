"""Variants are rendered on demand of images that have been ready."""

import pytest
from msgspec.structs import replace

from chalicelib.domain.on_demand.versions import is_renderable
from chalicelib.models import Failure, Image, Source, Status, Variant
from tests.fakes import START

VARIANT = Variant(name="a", key="v/a.jpg", content_type="image/jpeg", width=1, height=1, size=1)
READY = Image(
    id="id",
    key="images/a.jpg",
    filename="a.jpg",
    owner="public",
    status=Status.READY,
    created_at=START,
    updated_at=START,
    source=Source(etag="e"),
    variants=(VARIANT,),
)


def test_a_ready_image_is_renderable_even_if_all_its_variants_have_expired() -> None:
    assert is_renderable(READY)
    assert is_renderable(replace(READY, variants=()))


def test_an_image_that_is_processed_again_is_renderable_if_it_has_variants() -> None:
    assert is_renderable(replace(READY, status=Status.PROCESSING))
    assert not is_renderable(replace(READY, status=Status.PROCESSING, variants=()))


@pytest.mark.parametrize("status", [Status.PENDING, Status.FAILED, Status.DELETED])
def test_no_other_image_is_renderable(status: Status) -> None:
    assert not is_renderable(replace(READY, status=status))


def test_an_image_without_a_source_or_with_an_error_is_not_renderable() -> None:
    assert not is_renderable(replace(READY, source=None))
    failure = Failure(code="content_refused", detail="…")
    assert not is_renderable(replace(READY, status=Status.PROCESSING, error=failure))
