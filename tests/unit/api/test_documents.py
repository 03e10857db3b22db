"""Values of image documents that records keep in another form."""

import pytest
from msgspec.structs import replace

from chalicelib.api.documents import ImageDocument
from chalicelib.api.links import Links
from chalicelib.models import Crop, Focus
from tests.contract.records import an_image


@pytest.mark.parametrize(
    ("stored", "shown"), [(None, None), ((125, 1000), Focus(x=0.125, y=1.0)), ((0, 0), Focus(x=0, y=0))]
)
def test_a_document_has_the_requested_focal_point_in_fractions(
    stored: tuple[int, int] | None, shown: Focus | None
) -> None:
    image = replace(an_image(), focus=stored)
    assert ImageDocument.of(image, Links(url_of=str, kernel=True)).focus == shown


def test_a_document_has_the_requested_box_in_fractions_and_the_rotation() -> None:
    image = replace(an_image(), crop=(125, 0, 500, 1000), rotate=270)
    document = ImageDocument.of(image, Links(url_of=str, kernel=True))
    assert (document.crop, document.rotate) == (Crop(x=0.125, y=0, width=0.5, height=1), 270)
    assert ImageDocument.of(an_image(), Links(url_of=str, kernel=True)).crop is None
