from fractions import Fraction
from math import floor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from chalicelib.imaging.kernel.reduce import LAYOUTS, MAX_FACTOR, BlockAverages, reduce
from tests.unit.imaging.gif_comparison import max_difference
from tests.unit.imaging.kernels import LEVELS, compiled, limited
from tests.unit.imaging.samples import photo

SIZES = {"L": 1, "LA": 2, "RGB": 3, "RGBA": 4}
Pixel = tuple[int, ...]


def rounded(value: Fraction) -> int:
    return floor(value + Fraction(1, 2))


def mean(mode: str, pixels: list[Pixel]) -> Pixel:
    """The average of a block, with exact fractions."""
    if mode in ("L", "RGB"):
        return tuple(rounded(Fraction(sum(each), len(pixels))) for each in zip(*pixels, strict=True))
    *colors, alpha = zip(
        *((*(255 * each for each in pixel[:-1]), pixel[-1]) for pixel in pixels), strict=True
    )
    shares = [
        rounded(
            Fraction(sum(color * opacity for color, opacity in zip(channel, alpha, strict=True)), 255 * 255)
            / len(pixels)
        )
        for channel in colors
    ]
    return *(shares * 3 if mode == "LA" else shares), rounded(Fraction(sum(alpha), len(pixels)))


def reference(mode: str, rows: list[list[Pixel]], factor: int) -> list[Pixel]:
    blocks = [
        [pixel for row in rows[top : top + factor] for pixel in row[left : left + factor]]
        for top in range(0, len(rows), factor)
        for left in range(0, len(rows[0]), factor)
    ]
    return [mean(mode, block) for block in blocks]


def averages(level: int, image: Image.Image, factor: int, rows: int) -> Image.Image:
    """Average an image in strips of so many rows of blocks."""
    kernel = compiled()
    with limited(kernel, level):
        blocks = BlockAverages(kernel, image.mode, image.size, factor)
        for top in range(0, image.height, rows * factor):
            strip = image.crop((0, top, image.width, min(image.height, top + rows * factor)))
            blocks.add(memoryview(bytearray(strip.tobytes())))
        return blocks.image()


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("mode", LAYOUTS)
@settings(max_examples=30)
@given(data=st.data())
def test_averages_are_exact(level: int, mode: str, data: st.DataObject) -> None:
    width, height = data.draw(st.integers(1, 19)), data.draw(st.integers(1, 9))
    factor, rows = data.draw(st.integers(1, 21)), data.draw(st.integers(1, 3))
    size = SIZES[mode] * width * height
    content = data.draw(st.binary(min_size=size, max_size=size))
    image = Image.frombytes(mode, (width, height), content)
    pixels = [tuple(content[at : at + SIZES[mode]]) for at in range(0, size, SIZES[mode])]
    expected = reference(mode, [pixels[at : at + width] for at in range(0, len(pixels), width)], factor)
    found = averages(level, image, factor, rows)
    assert found.tobytes() == bytes(sample for pixel in expected for sample in pixel)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("mode", ["L", "RGB"])
@pytest.mark.parametrize("width", [127, 128, 129, 255, 256, 257, 400])
@pytest.mark.parametrize("factor", [1, 2, 7, 50, 128])
def test_wide_images_are_averaged_without_seams(level: int, mode: str, width: int, factor: int) -> None:
    image = photo(width, 3).convert(mode)
    content = image.tobytes()
    pixels = [tuple(content[at : at + SIZES[mode]]) for at in range(0, len(content), SIZES[mode])]
    expected = reference(mode, [pixels[at : at + width] for at in range(0, len(pixels), width)], factor)
    found = averages(level, image, factor, rows=1)
    assert found.tobytes() == bytes(sample for pixel in expected for sample in pixel)


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBX", "RGBA", "RGBa", "CMYK"])
@pytest.mark.parametrize("factor", [1, 5, 33])
def test_pillows_images_are_averaged_without_a_copy(mode: str, factor: int) -> None:
    image = photo(131, 77).convert("RGBA" if mode == "RGBa" else mode)
    if mode in {"RGBA", "RGBa"}:
        image.putalpha(Image.radial_gradient("L").resize(image.size))
    image = image.convert(mode)
    expected = (image.convert("RGBa") if mode == "RGBA" else image).reduce(factor)
    found = reduce(compiled(), image, factor)
    assert found is not None
    assert (found.mode, found.size) == (expected.mode, expected.size)
    assert max_difference(found, expected) <= 1


def test_images_of_several_parts_are_left_to_pillow() -> None:
    assert reduce(compiled(), Image.new("RGB", (2100, 2000)), 40) is None


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("mode", LAYOUTS)
@pytest.mark.parametrize("sample", [0, 1, 128, 255])
@pytest.mark.parametrize("factor", [3, 127, MAX_FACTOR])
def test_one_color_stays_the_same(level: int, mode: str, sample: int, factor: int) -> None:
    image = Image.new(mode, (2 * factor + 1, factor + 1), (sample,) * SIZES[mode])
    expected = mean(mode, [(sample,) * SIZES[mode]])
    assert set(averages(level, image, factor, rows=1).get_flattened_data()) == {
        expected if len(expected) > 1 else expected[0]
    }


@pytest.mark.parametrize("mode", LAYOUTS)
@pytest.mark.parametrize("factor", [1, 2, 3, 4, 5, 6, 8, 13, 64])
def test_averages_are_close_to_those_of_pillow(mode: str, factor: int) -> None:
    image = photo(131, 77)
    if "A" in mode:
        image.putalpha(Image.radial_gradient("L").resize(image.size))
    image = image.convert(mode)
    plain = image.convert("RGBA").convert("RGBa") if "A" in mode else image
    found = averages(2, image, factor, rows=2)
    expected = plain.reduce(factor)
    assert (found.mode, found.size) == (expected.mode, expected.size)
    assert max_difference(found, expected) <= 1


@pytest.mark.parametrize("count", [1, 15, 18, 90])
def test_parts_of_blocks_are_refused(count: int) -> None:
    blocks = BlockAverages(compiled(), "RGB", (2, 10), 2)
    with pytest.raises(ValueError, match="whole blocks"):
        blocks.add(memoryview(bytearray(count)))


def test_missing_rows_are_refused() -> None:
    blocks = BlockAverages(compiled(), "L", (2, 10), 2)
    blocks.add(memoryview(bytearray(16)))
    with pytest.raises(ValueError, match="2 rows"):
        blocks.image()


@pytest.mark.parametrize(("size", "factor"), [((0, 1), 2), ((1, 0), 2), ((9, 9), 0), ((9, 9), 129)])
def test_sizes_and_factors_that_do_not_fit_are_refused(size: tuple[int, int], factor: int) -> None:
    with pytest.raises(ValueError, match="Cannot average"):
        BlockAverages(compiled(), "L", size, factor)
