"""Values of image documents that records keep in another form."""

from dataclasses import replace

import pytest

from chalicelib.api.documents import ImageDocument
from chalicelib.models import Focus
from tests.contract.records import an_image


@pytest.mark.parametrize(
    ("stored", "shown"), [(None, None), ((125, 1000), Focus(x=0.125, y=1.0)), ((0, 0), Focus(x=0, y=0))]
)
def test_a_document_has_the_requested_focal_point_in_fractions(
    stored: tuple[int, int] | None, shown: Focus | None
) -> None:
    image = replace(an_image(), focus=stored)
    assert ImageDocument.of(image, str).focus == shown
