import pytest

from chalicelib.models import Fit
from tests.unit.imaging.samples import BLUE, ENGINE, GREEN, RED, YELLOW, near, rendered, rotated


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("fit", ["inside", "cover", "fill"])
def test_every_orientation_is_rendered_upright(orientation: int, fit: Fit) -> None:
    image = rendered(rotated(orientation), fit=fit, width=80, height=60)
    assert image.size == (80, 60)
    assert near(image.getpixel((10, 10)), RED)
    assert near(image.getpixel((70, 10)), GREEN)
    assert near(image.getpixel((10, 50)), BLUE)
    assert near(image.getpixel((70, 50)), YELLOW)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_header_contains_the_upright_size(orientation: int) -> None:
    info = ENGINE.inspect(rotated(orientation))
    assert (info.width, info.height, info.orientation) == (160, 120, orientation)


@pytest.mark.parametrize("orientation", [0, 9, 255])
def test_an_orientation_out_of_range_means_upright(orientation: int) -> None:
    assert ENGINE.inspect(rotated(orientation)).orientation == 1


def test_viewers_do_not_rotate_the_result_again() -> None:
    assert 0x0112 not in rendered(rotated(6)).getexif()
