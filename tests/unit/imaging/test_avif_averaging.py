from io import BytesIO

import pytest
from PIL import Image
from PIL.AvifImagePlugin import AvifImageFile

from chalicelib.imaging.decoding import avif_averaging
from chalicelib.imaging.decoding.cropping import Crop
from chalicelib.imaging.decoding.decode_size import TargetSize
from tests.unit.imaging.gif_comparison import max_difference
from tests.unit.imaging.kernels import compiled, pillow_alone
from tests.unit.imaging.samples import photo

TARGET = TargetSize(size=(40, 30), best=False)


def avif(mode: str) -> AvifImageFile:
    image = photo(403, 301)
    if mode == "RGBA":
        image.putalpha(Image.radial_gradient("L").resize(image.size))
    file = BytesIO()
    image.save(file, "AVIF", speed=10)
    return AvifImageFile(BytesIO(file.getvalue()))


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_averages_are_those_of_all_pixels(mode: str) -> None:
    compiled()
    image = avif(mode)
    by = avif_averaging.factor(image, TARGET)
    found = avif_averaging.decode(image, by)
    expected = image.convert("RGBa" if mode == "RGBA" else mode).reduce(by)
    assert by == 5  # the 301 rows have at least twice the wanted ones
    assert (found.mode, found.size) == (expected.mode, expected.size)
    assert max_difference(found, expected) <= 1


@pytest.mark.parametrize(
    "target",
    [
        TargetSize(size=(40, 30), best=False, crop=Crop((0, 0, 200, 150), (403, 301))),
        TargetSize(size=(40, 30), best=False, in_full=True),
        TargetSize(size=(300, 200), best=False),
    ],
)
def test_crops_colors_that_are_counted_and_large_variants_need_all_pixels(target: TargetSize) -> None:
    assert avif_averaging.factor(avif("RGB"), target) == 1


def test_without_the_kernel_pillow_decodes_all_pixels() -> None:
    with pillow_alone():
        assert avif_averaging.factor(avif("RGB"), TARGET) == 1
