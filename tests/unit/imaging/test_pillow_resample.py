import pytest
from PIL import Image, ImageChops

from chalicelib.imaging.pillow_resample import resize

LARGE = (700, 525)
LANCZOS = Image.Resampling.LANCZOS


def sample(mode: str) -> Image.Image:
    shapes = Image.effect_mandelbrot((1010, 758), (-2, -1.2, 1, 1.2), 90)
    bands = [shapes, ImageChops.invert(shapes), shapes.rotate(180), shapes.rotate(90)]
    return Image.merge(mode, bands[: Image.getmodebands(mode)])


@pytest.mark.parametrize("mode", ["RGB", "RGBa", "CMYK"])
@pytest.mark.parametrize("extent", [(1010, 758), (1009.5, 757.25)])
def test_a_large_image_looks_as_if_resampled_at_once(mode: str, extent: tuple[float, float]) -> None:
    image, box = sample(mode), (0, 0, *extent)
    whole = image.resize(LARGE, LANCZOS, box)
    if mode == "RGBa":
        whole = whole.convert("RGBA")
    difference = ImageChops.difference(resize(image, LARGE, box, LANCZOS), whole)
    assert all(highest <= 2 for _, highest in _extremes(difference))


def test_there_is_no_seam_between_halves_of_an_odd_height() -> None:
    flat = Image.new("RGB", (1010, 759), "#336699")
    assert resize(flat, (701, 527), (0, 0, 1010, 759), LANCZOS).getcolors() == [
        (701 * 527, (0x33, 0x66, 0x99))
    ]


def test_a_small_image_is_resampled_at_once() -> None:
    image = sample("RGB")
    expected = image.resize((300, 225), LANCZOS, reducing_gap=3.0)
    assert resize(image, (300, 225), (0, 0, *image.size), LANCZOS).tobytes() == expected.tobytes()


def _extremes(image: Image.Image) -> list[tuple[int, int]]:
    return [band.getextrema() for band in image.split()]  # type: ignore[misc]  # each has one band, so one pair
