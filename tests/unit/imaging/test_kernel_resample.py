import ctypes
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from chalicelib.imaging.kernel.resample import Resampling, supports
from tests.unit.imaging.exact_lanczos import lanczos
from tests.unit.imaging.kernels import BIT_256, LEVELS, PLAIN, compiled, limited

MODES = ["L", "RGB", "RGBX", "CMYK", "RGBA", "RGBa"]
Size = tuple[int, int]
Box = tuple[float, float, float, float]
Task = tuple[Image.Image, Size, Box]


@pytest.fixture(scope="module")
def kernel() -> ctypes.CDLL:
    return compiled()


def noise(mode: str, size: Size, seed: int = 1) -> Image.Image:
    """Return an image of random values, which overshoots wherever Lanczos can."""
    count = size[0] * size[1] * Image.getmodebands(mode if mode != "RGBa" else "RGBA")
    values = bytes((at * 2_654_435_761 + seed * 40_503) >> 13 & 0xFF for at in range(count))
    image = Image.frombytes("RGBA" if mode == "RGBa" else mode, size, values)
    return image.convert("RGBa") if mode == "RGBa" else image


def resampled(
    kernel: ctypes.CDLL, image: Image.Image, size: Size, box: Box | None = None, level: int = BIT_256
) -> Image.Image:
    task = image, size, box or (0, 0, *image.size)
    return in_bands(kernel, task, [0, size[1]], level)


def in_bands(kernel: ctypes.CDLL, task: Task, borders: list[int], level: int = BIT_256) -> Image.Image:
    resampling = Resampling.of(kernel, *task)
    with limited(kernel, level):
        for top, end in pairwise(borders):
            resampling.draw(top, end)
    return resampling.target


def difference(one: Image.Image, other: Image.Image) -> int:
    """Return the most that two images differ by, of what is visible."""
    if one.mode == "RGBA":
        one, other = one.convert("RGBa"), other.convert("RGBa")
    extremes = [band.getextrema()[1] for band in ImageChops.difference(one, other).split()]
    return max(int(highest) for highest in extremes if not isinstance(highest, tuple))


def judged(image: Image.Image, size: Size, box: Box) -> Image.Image:
    if image.mode not in ("RGBA", "RGBa"):
        return lanczos(image, size, box)
    # The kernel's result is not premultiplied, so it has lost what Pillow's conversion loses.
    premultiplied = image if image.mode == "RGBa" else image.convert("RGBa")
    bands = lanczos(Image.merge("CMYK", premultiplied.split()), size, box).split()
    return Image.merge("RGBa", bands).convert("RGBA")


@st.composite
def tasks(draw: st.DrawFn) -> Task:
    side = st.one_of(st.integers(1, 4), st.integers(1, 70))
    width, height = draw(side), draw(side)
    image = noise(draw(st.sampled_from(MODES)), (width, height), draw(st.integers(0, 99)))
    part = st.one_of(st.just((0.0, 1.0)), st.tuples(st.floats(0, 0.7), st.floats(0.71, 1)))
    (left, right), (top, bottom) = draw(part), draw(part)
    box = left * width, top * height, right * width, bottom * height
    return image, (draw(side), draw(side)), box


@given(tasks())
@example((noise("RGB", (3000, 2)), (2, 2), (0, 0, 3000, 2)))
@example((noise("L", (2, 3000)), (2, 1), (0, 0, 2, 3000)))
@example((noise("RGBA", (1, 1)), (70, 70), (0, 0, 1, 1)))
def test_pixels_are_those_of_pillows_floating_point_numbers(kernel: ctypes.CDLL, task: Task) -> None:
    image, size, box = task
    assert difference(resampled(kernel, image, size, box), judged(image, size, box)) <= 2


@given(tasks(), st.floats(0, 1), st.floats(0, 1))
def test_all_instruction_sets_and_bands_give_the_same_bytes(
    kernel: ctypes.CDLL, task: Task, one: float, other: float
) -> None:
    image, size, box = task
    expected = resampled(kernel, image, size, box, PLAIN).tobytes()
    for level in LEVELS:
        assert resampled(kernel, image, size, box, level).tobytes() == expected
    borders = sorted({0, int(one * size[1]), int(other * size[1]), size[1]})
    assert in_bands(kernel, task, borders).tobytes() == expected


@pytest.mark.parametrize("mode", MODES)
def test_moderate_contrast_looks_as_with_pillow(kernel: ctypes.CDLL, mode: str) -> None:
    shapes = Image.effect_mandelbrot((505, 379), (-2, -1.2, 1, 1.2), 90).point(lambda value: 64 + value // 2)
    bands = [shapes, ImageChops.invert(shapes), shapes.rotate(180), Image.new("L", shapes.size, 255)]
    count = Image.getmodebands(mode)
    image = Image.merge(mode, bands[:count])
    expected = image.resize((300, 225), Image.Resampling.LANCZOS)
    if mode == "RGBa":
        expected = expected.convert("RGBA")
    assert difference(resampled(kernel, image, (300, 225)), expected) <= 2


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA"])
def test_images_of_several_blocks_are_resampled_in_strips_without_seams(
    kernel: ctypes.CDLL, mode: str
) -> None:
    tile = noise(mode, (97, 89))
    width, height = (5000, 4000) if mode == "L" else (2500, 2000)
    large = Image.new(mode, (width, height))
    large.paste(tile.resize((width, height), Image.Resampling.NEAREST))
    size = width * 9 // 10, height * 9 // 10
    with pytest.raises(ValueError, match="contiguous"):
        large.__arrow_c_array__()
    # Rows in the middle, from a crop that fits a block, with the same positions as in the whole.
    part = large.crop((0, height // 2 - 50, width, height // 2 + 50))
    whole = resampled(kernel, large, size).crop((0, size[1] // 2 - 30, size[0], size[1] // 2 + 30))
    middle = resampled(kernel, part, (size[0], 90)).crop((0, 15, size[0], 75))
    assert whole.tobytes() == middle.tobytes()


def test_opaque_pixels_stay_opaque_and_transparent_colors_do_not_bleed(kernel: ctypes.CDLL) -> None:
    image = Image.new("RGBA", (40, 40), (255, 0, 0, 0))
    image.paste((0, 0, 200, 255), (0, 0, 20, 40))
    scaled = resampled(kernel, image, (20, 20))
    assert scaled.getpixel((2, 10)) == (0, 0, 200, 255)
    assert scaled.getpixel((18, 10)) == (0, 0, 0, 0)
    edges = [scaled.getpixel((x, 10)) for x in range(20)]
    assert all(isinstance(pixel, tuple) and pixel[0] == 0 for pixel in edges)


@pytest.mark.parametrize("box", [(0, 0, 0, 9), (5, 0, 2, 9), (0, 0, 11, 10), (0, -1, 10, 10)])
def test_boxes_that_are_empty_or_outside_are_refused(kernel: ctypes.CDLL, box: Box) -> None:
    with pytest.raises(ValueError, match="pixels"):
        Resampling.of(kernel, noise("RGB", (10, 10)), (5, 5), box)


@pytest.mark.parametrize("rows", [(0, 6), (3, 3), (-1, 2), (4, 2)])
def test_rows_that_do_not_exist_are_not_drawn(kernel: ctypes.CDLL, rows: tuple[int, int]) -> None:
    resampling = Resampling.of(kernel, noise("RGB", (10, 10)), (5, 5), (0, 0, 10, 10))
    with pytest.raises(ValueError, match="no rows"):
        resampling.draw(*rows)


@pytest.mark.parametrize("mode", ["P", "1", "LA", "I;16", "F", "LAB", "HSV"])
def test_other_modes_are_not_supported(mode: str) -> None:
    assert not supports(Image.new(mode, (8, 8)))
