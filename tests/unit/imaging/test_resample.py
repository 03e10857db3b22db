import pytest
from PIL import Image, ImageOps

from chalicelib.imaging import parallel, pillow_resample, resample
from chalicelib.imaging.kernel import library
from chalicelib.imaging.kernel.resample import Resampling
from tests.unit.imaging.kernels import compiled
from tests.unit.imaging.samples import encoded, rendered

pytestmark = pytest.mark.also_without_kernel

LANCZOS, HAMMING = Image.Resampling.LANCZOS, Image.Resampling.HAMMING
WHOLE = (0, 0, 1010, 758)


def sample(mode: str) -> Image.Image:
    shapes = Image.effect_mandelbrot(WHOLE[2:], (-2, -1.2, 1, 1.2), 90).point(lambda value: 64 + value // 2)
    bands = [shapes.rotate(90 * band) for band in range(Image.getmodebands(mode))]
    return Image.merge(mode, bands)


def drawn(image: Image.Image, size: tuple[int, int]) -> bytes:
    resampling = Resampling.of(compiled(), image, size, WHOLE)
    resampling.draw(0, size[1])
    return resampling.target.tobytes()


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "RGBa"])
@pytest.mark.parametrize("size", [(300, 225), (701, 527)])
def test_the_kernel_resamples_where_it_can(mode: str, size: tuple[int, int]) -> None:
    image = sample(mode)
    scaled = resample.resize(image, size, WHOLE)
    assert scaled.tobytes() == drawn(image, size)
    assert scaled.mode == ("RGBA" if mode == "RGBa" else mode)


@pytest.mark.parametrize(("mode", "resampling"), [("LAB", LANCZOS), ("RGB", HAMMING)])
def test_pillow_resamples_what_the_kernel_does_not_know(mode: str, resampling: Image.Resampling) -> None:
    image = sample(mode)
    expected = pillow_resample.resize(image, (300, 225), WHOLE, resampling)
    assert resample.resize(image, (300, 225), WHOLE, resampling).tobytes() == expected.tobytes()


def test_pillow_resamples_without_the_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "loaded", lambda: None)
    image = sample("RGB")
    expected = pillow_resample.resize(image, (300, 225), WHOLE, LANCZOS)
    assert resample.resize(image, (300, 225), WHOLE).tobytes() == expected.tobytes()


def test_bytes_do_not_vary_with_the_number_of_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    image, scaled = sample("RGB"), []
    for cores in (1, 2):
        monkeypatch.setattr(parallel, "available_cores", lambda cores=cores: cores)
        scaled.append(resample.resize(image, (701, 527), WHOLE).tobytes())
    assert scaled[0] == scaled[1]


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA"])
@pytest.mark.parametrize("size", [(40, 30), (40, 700), (900, 30), (1, 1)])
def test_images_much_larger_than_wanted_are_averaged_first(mode: str, size: tuple[int, int]) -> None:
    compiled()
    image = sample(mode)
    scaled = resample.resize(image, size, WHOLE)
    expected = image.resize(size, LANCZOS)
    # Averages differ from Lanczos by a few levels where there is detail.
    differing = sum(abs(one - other) for one, other in zip(scaled.tobytes(), expected.tobytes(), strict=True))
    assert differing / len(expected.tobytes()) < 3


@pytest.mark.parametrize("size", [(1207, 905), (2405, 2405)])
def test_no_edge_of_a_frame_is_lost_by_averaging(size: tuple[int, int]) -> None:
    compiled()
    width, height = size
    content = encoded(ImageOps.expand(Image.new("L", (width - 2, height - 2), 255), border=1, fill=0), "PNG")
    scaled = rendered(content, width=300, height=300, format="png").convert("L")
    right, bottom = scaled.width - 1, scaled.height - 1
    ends = (0, bottom // 2), (150, 0), (right, bottom // 2), (150, bottom)
    edges = [scaled.tobytes()[x + y * scaled.width] for x, y in ends]
    assert edges == pytest.approx([edges[0]] * 4, abs=16)
    assert edges[0] < 245


def test_averages_come_nearer_to_lanczos_of_the_source_if_they_are_known() -> None:
    compiled()
    image = sample("L")
    small = image.reduce(4)
    box = (0, 0, WHOLE[2] / 4, WHOLE[3] / 4)
    expected = image.resize((200, 150), LANCZOS).tobytes()

    def error(averaged: int) -> int:
        scaled = resample.resize(small, (200, 150), box, LANCZOS, averaged).tobytes()
        return sum((one - other) ** 2 for one, other in zip(scaled, expected, strict=True))

    assert error(4) < error(1)
