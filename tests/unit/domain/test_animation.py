"""Which formats of an image are animated, as far as its record tells."""

import pytest
from msgspec.structs import replace

from chalicelib.domain.animation import is_animated_in
from chalicelib.models import Format, Image, Variant
from tests.contract.records import a_ready_image, an_image


def an_image_of(content_type: str | None, **variants: bool) -> Image:
    """Return an image with variants: whether each is animated, by format."""
    return replace(
        a_ready_image(an_image()),
        content_type=content_type,
        variants=tuple(
            Variant(
                name="v",
                key=f"v/{format_}",
                content_type=f"image/{format_}",
                width=1,
                height=1,
                size=1,
                is_animated=is_animated,
            )
            for format_, is_animated in variants.items()
        ),
    )


@pytest.mark.parametrize(
    ("image", "written", "expected"),
    [
        (an_image_of("image/jpeg"), "webp", False),
        (an_image_of("image/tiff"), "gif", False),
        (an_image_of("image/gif", gif=True), "webp", True),
        (an_image_of("image/gif", gif=True), "jpeg", False),
        # A preset for AVIF is used for stills, unless the upload is an animated AVIF.
        (an_image_of("image/gif", gif=True), "avif", False),
        (an_image_of("image/avif", webp=True), "avif", True),
        (an_image_of("image/gif", webp=False), "webp", False),
        (an_image_of("image/png", webp=False), "png", False),
        (an_image_of("image/png", jpeg=False), "png", None),
        (an_image_of("image/gif", jpeg=False, avif=False), "webp", None),
        (an_image_of(None), "webp", False),
    ],
)
def test_variants_in_the_right_formats_tell(image: Image, written: Format, *, expected: bool | None) -> None:
    assert is_animated_in(image, written) is expected
