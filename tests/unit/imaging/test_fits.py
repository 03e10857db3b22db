import pytest
from PIL import Image

from chalicelib.domain.geometry import plan
from chalicelib.models import Fit, VariantSpec
from tests.unit.imaging.samples import (
    BLUE,
    ENGINE,
    GREEN,
    RED,
    YELLOW,
    encoded,
    near,
    opened,
    photo,
    quarters,
    rendered,
)

pytestmark = pytest.mark.also_without_kernel

WIDE = encoded(quarters(400, 200), "png")


@pytest.mark.parametrize(
    ("fit", "size"),
    [
        ("inside", (100, 50)),
        ("outside", (200, 100)),
        ("cover", (100, 100)),
        ("contain", (100, 100)),
        ("fill", (100, 100)),
    ],
)
def test_every_fit_has_the_right_size(fit: Fit, size: tuple[int, int]) -> None:
    assert rendered(WIDE, fit=fit, width=100, height=100).size == size


def test_cover_crops_both_ends_equally() -> None:
    image = rendered(WIDE, fit="cover", width=100, height=100)
    assert [near(image.getpixel(at), color) for at, color in (((47, 10), RED), ((52, 10), GREEN))] == [
        True,
        True,
    ]
    assert [near(image.getpixel(at), color) for at, color in (((47, 90), BLUE), ((52, 90), YELLOW))] == [
        True,
        True,
    ]


def test_contain_centers_the_image_on_the_background() -> None:
    image = rendered(WIDE, fit="contain", width=100, height=100, background="#102030")
    assert image.getpixel((50, 10)) == image.getpixel((50, 90)) == (16, 32, 48)
    assert near(image.getpixel((10, 30)), RED)
    assert near(image.getpixel((90, 70)), YELLOW)


@pytest.mark.parametrize(("focus", "color"), [((0.1, 0.5), RED), ((0.9, 0.5), GREEN)])
def test_a_requested_focus_stays_in_view(focus: tuple[float, float], color: tuple[int, int, int]) -> None:
    info = ENGINE.inspect(WIDE)
    spec = VariantSpec(name="v", width=60, height=60, fit="cover")
    (variant,) = ENGINE.render(WIDE, info, plan(info, [spec], focus=focus)).variants
    assert near(opened(variant.content).getpixel((30, 10)), color)


def test_entropy_keeps_the_busiest_part() -> None:
    image = Image.new("RGB", (400, 100), "gray")
    image.paste(Image.effect_noise((100, 100), 90).convert("RGB"), (300, 0))
    for turn, box in ((0, (100, 100)), (90, (100, 100))):
        content = encoded(image.rotate(turn, expand=True), "png")
        image = rendered(content, fit="cover", width=box[0], height=box[1], position="entropy", format="png")
        assert image.convert("L").entropy() > 5


def test_a_strip_covers_a_square_without_being_enlarged_as_a_whole() -> None:
    content = encoded(photo(3000, 2), "png")
    image = rendered(content, fit="cover", width=1000, height=1000, enlarge=True, format="jpeg")
    assert image.size == (1000, 1000)


def test_a_strip_keeps_at_least_one_pixel() -> None:
    assert rendered(encoded(photo(3000, 2), "png"), width=100, height=100).size == (100, 1)


def test_images_are_enlarged_only_on_request() -> None:
    content = encoded(quarters(20, 10), "png")
    assert rendered(content, width=100, height=100).size == (20, 10)
    assert rendered(content, width=100, height=100, enlarge=True).size == (100, 50)


def test_variants_scaled_from_larger_ones_look_the_same() -> None:
    content = encoded(photo(1200, 900), "png")
    info = ENGINE.inspect(content)
    small = VariantSpec(name="s", width=100, height=100, format="png", quality="best")
    large = VariantSpec(name="l", width=800, height=800, format="png", quality="best")
    alone = ENGINE.render(content, info, plan(info, [small])).variants[0]
    cascaded = ENGINE.render(content, info, plan(info, [large, small])).variants[1]
    pairs = zip(opened(alone.content).tobytes(), opened(cascaded.content).tobytes(), strict=True)
    assert max(abs(one - other) for one, other in pairs) <= 6
