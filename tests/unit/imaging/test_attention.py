from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageSequence

from chalicelib.imaging.attention import salient_point
from chalicelib.models import VariantSpec
from tests.unit.imaging.samples import encoded, opened, render

pytestmark = pytest.mark.also_without_kernel

GRAY, SKIN, TEAL = (128, 128, 128), (224, 172, 138), (138, 190, 224)
CROPPED = VariantSpec(name="v", width=60, height=60, fit="cover", position="attention", format="png")


def checked(color: tuple[int, int, int], at: tuple[int, int], size: tuple[int, int]) -> Image.Image:
    """Return a gray image with a patch of 40 pixels, in squares of a color and of a darker one."""
    image = Image.new("RGB", size, GRAY)
    draw = ImageDraw.Draw(image)
    for x in range(5):
        for y in range(5):
            square = (at[0] + 8 * x, at[1] + 8 * y, at[0] + 8 * x + 7, at[1] + 8 * y + 7)
            shade = 1.0 if (x + y) % 2 else 0.6
            draw.rectangle(square, fill=tuple(int(level * shade) for level in color))
    return image


@pytest.mark.parametrize("left", [20, 100, 230])
def test_a_crop_is_centered_on_the_detail_along_the_longer_side(left: int) -> None:
    x, y = salient_point(checked(TEAL, (left, 30), (300, 100)), 1 / 3, 1)
    assert x == pytest.approx((left + 20) / 300, abs=0.05)
    assert y == 0.5


def test_a_crop_of_a_tall_image_moves_up_and_down() -> None:
    x, y = salient_point(checked(TEAL, (30, 230), (100, 300)), 1, 1 / 3)
    assert x == 0.5
    assert y == pytest.approx(250 / 300, abs=0.05)


def test_a_plain_image_is_cropped_at_the_center() -> None:
    assert salient_point(Image.new("RGB", (300, 100), TEAL), 1 / 3, 1) == (0.5, 0.5)


def two(first: tuple[int, int, int], second: tuple[int, int, int]) -> Image.Image:
    """Return an image with two patches at the same distance from the center."""
    image = checked(first, (20, 30), (300, 100))
    image.paste(checked(second, (0, 0), (40, 40)), (240, 30))
    return image


@pytest.mark.parametrize(
    ("more", "less"), [(SKIN, TEAL), ((220, 40, 60), (110, 110, 110)), ((250, 250, 250), (140, 140, 140))]
)
def test_skin_saturated_colors_and_contrast_count_more(
    more: tuple[int, int, int], less: tuple[int, int, int]
) -> None:
    assert salient_point(two(more, less), 1 / 3, 1)[0] < 0.5
    assert salient_point(two(less, more), 1 / 3, 1)[0] > 0.5


def test_what_is_near_the_center_counts_more() -> None:
    image = checked(TEAL, (0, 30), (300, 100))
    image.paste(checked(TEAL, (0, 0), (40, 40)), (170, 30))
    assert salient_point(image, 1 / 4, 1)[0] > 0.5


def test_a_gray_image_is_judged_by_its_detail() -> None:
    image = checked((250, 250, 250), (230, 30), (300, 100)).convert("L")
    assert salient_point(image, 1 / 3, 1)[0] > 0.7


def test_hidden_colors_of_transparent_pixels_do_not_count() -> None:
    image = two((250, 250, 250), TEAL).convert("RGBA")
    alpha = Image.new("L", image.size, 0)
    alpha.paste(255, (150, 0, 300, 100))
    image.putalpha(alpha)
    assert salient_point(image, 1 / 3, 1)[0] > 0.5


@given(
    st.integers(1, 40),
    st.integers(1, 400),
    st.floats(0.01, 1),
    st.floats(0.01, 1),
    st.sampled_from(["L", "RGB", "RGBA"]),
)
def test_the_point_is_always_within_the_image(
    width: int, height: int, across: float, down: float, mode: str
) -> None:
    image = Image.effect_noise((width, height), 80).convert(mode)
    assert all(0 <= fraction <= 1 for fraction in salient_point(image, across, down))


def test_a_variant_shows_the_detail() -> None:
    content = encoded(checked(SKIN, (230, 30), (300, 100)), "png")
    (variant,) = render(content, CROPPED)
    colors = opened(variant.content).convert("RGB").getcolors(10_000)
    assert colors is not None
    assert sum(count for count, color in colors if color != GRAY) > 20 * 20


def test_all_frames_of_an_animation_are_cropped_like_the_first_one() -> None:
    first = checked(SKIN, (230, 30), (300, 100))
    other = checked(TEAL, (20, 30), (300, 100))
    content = encoded(first, "gif", save_all=True, append_images=[other], duration=80)
    (variant,) = render(
        content, VariantSpec(name="v", width=100, height=100, fit="cover", position="attention")
    )
    frames = [frame.convert("RGB") for frame in ImageSequence.Iterator(Image.open(BytesIO(variant.content)))]
    # The detail of the other frame is outside of the crop.
    assert [frame.getcolors(1) is not None for frame in frames] == [False, True]
