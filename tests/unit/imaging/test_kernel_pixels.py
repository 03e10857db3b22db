import ctypes

import pytest
from PIL import Image, _imaging

from chalicelib.imaging.kernel import pixels

SIZE = (33, 7)


def content(memory: pixels.Memory | None) -> bytes:
    assert memory is not None
    return ctypes.string_at(memory.address, memory.length)


def stored(image: Image.Image) -> bytes:
    """Return the pixels with the padding that Pillow adds to RGB."""
    return image.tobytes("raw", "RGBX") if image.mode == "RGB" else image.tobytes()


def shades(mode: str) -> Image.Image:
    gradient = Image.linear_gradient("L").resize(SIZE)
    return Image.merge(mode, [gradient.rotate(90 * band) for band in range(Image.getmodebands(mode))])


@pytest.mark.parametrize("mode", pixels.PIXEL_SIZES)
def test_the_memory_is_the_images_own(mode: str) -> None:
    image = shades(mode)
    memory = pixels.memory(image)
    assert memory is not None
    assert memory.stride == SIZE[0] * pixels.PIXEL_SIZES[mode]
    assert content(memory) == stored(image)
    ctypes.memset(memory.address, 7, memory.length)
    assert set(image.tobytes()) == {7}


def test_images_that_other_ones_were_made_into_have_their_own_memory() -> None:
    source = shades("RGB")
    for made in (source.crop((1, 1, 20, 5)), source.convert("L"), source.copy(), source.resize((5, 5))):
        assert content(pixels.memory(made)) == stored(made)


def test_rows_are_found_in_the_memory() -> None:
    image = shades("L")
    memory = pixels.memory(image)
    assert memory is not None
    assert content(memory.rows_from(5)) == image.crop((0, 5, *SIZE)).tobytes()


@pytest.mark.parametrize(("mode", "size"), [("RGB", (4096, 1025)), ("L", (4096, 4097))])
def test_images_of_several_blocks_are_not_in_one_piece(mode: str, size: tuple[int, int]) -> None:
    assert pixels.memory(Image.new(mode, size)) is None
    assert pixels.memory(Image.new(mode, (size[0], size[1] - 1))) is not None


def test_pixels_outlive_the_image_until_their_memory_is_released() -> None:
    image = Image.new("L", SIZE, 9)
    memory = pixels.memory(image)
    del image
    assert content(memory) == b"\t" * (SIZE[0] * SIZE[1])
    before = _imaging.get_stats()["freed_blocks"]
    del memory
    assert _imaging.get_stats()["freed_blocks"] == before + 1


@pytest.mark.parametrize("mode", ["P", "LA", "I;16", "F"])
def test_other_modes_are_refused(mode: str) -> None:
    with pytest.raises(ValueError, match="layout"):
        pixels.memory(Image.new(mode, SIZE))
