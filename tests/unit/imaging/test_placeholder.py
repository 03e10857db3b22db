from base64 import b64decode

import pytest
from PIL import Image

from chalicelib.domain.geometry import plan
from chalicelib.imaging.thumbhash import thumbhash
from chalicelib.models import Placeholder, VariantSpec
from tests.unit.imaging.samples import ENGINE, encoded, photo

pytestmark = pytest.mark.also_without_kernel


def described(image: Image.Image) -> Placeholder:
    content = encoded(image, "png")
    info = ENGINE.inspect(content)
    spec = VariantSpec(name="v", width=60, height=60)
    placeholder = ENGINE.render(content, info, plan(info, [spec])).placeholder
    assert placeholder
    return placeholder


# Computed with the package thumbhash 0.1.2, a port of the reference implementation in JavaScript.
@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((20, 30), "1ff809351a7067807878687888867967907009f788"),
        ((30, 20), "1f080a359a7067678088788786798786907009f788"),
        ((25, 25), "1f080a371a70676780888887867988689877060997708f08"),
    ],
)
def test_the_hash_is_that_of_the_reference_implementation(size: tuple[int, int], expected: str) -> None:
    assert thumbhash(*size, photo(*size).convert("RGBA").tobytes()).hex() == expected


def test_the_hash_contains_transparency() -> None:
    image = photo(32, 24)
    image.putalpha(Image.linear_gradient("L").resize(image.size))
    hashed = b64decode(described(image).thumbhash)
    assert hashed[2] & 0x80
    assert 0.4 < (hashed[5] & 15) / 15 < 0.6


def test_a_fully_transparent_image_has_a_placeholder() -> None:
    assert described(Image.new("RGBA", (30, 20), (0, 0, 0, 0))).color == "#ffffff"


def test_the_dominant_color_is_that_of_the_largest_area() -> None:
    image = Image.new("RGB", (90, 60), (10, 120, 200))
    image.paste((250, 250, 20), (0, 0, 20, 60))
    color = bytes.fromhex(described(image).color[1:])
    assert all(abs(value - expected) < 12 for value, expected in zip(color, (10, 120, 200), strict=True))


def test_an_image_of_one_pixel_has_a_placeholder() -> None:
    assert described(Image.new("RGB", (1, 1), (1, 2, 3))).color == "#010203"
