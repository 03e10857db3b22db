from io import BytesIO
from pathlib import Path

import PIL
import pytest
from PIL import Image, ImageChops, ImageStat
from PIL.WebPImagePlugin import WebPImageFile

from chalicelib.imaging.decoding import libwebp, pixel_modes, webp
from tests.unit.imaging.samples import encoded, photo, quarters, rendered


def with_alpha() -> Image.Image:
    image = photo(640, 480)
    image.putalpha(Image.radial_gradient("L").resize(image.size))
    return image


def animated() -> bytes:
    rest = [quarters(640, 480)]
    return encoded(photo(640, 480), "webp", save_all=True, append_images=rest, duration=50)


FILES = {
    "lossy": encoded(photo(640, 480), "webp", quality=90),
    "lossy with alpha": encoded(with_alpha(), "webp", quality=90),
    "lossless": encoded(photo(640, 480), "webp", lossless=True),
    "lossless with alpha": encoded(with_alpha(), "webp", lossless=True),
    "odd size": encoded(photo(641, 479), "webp", quality=90),
    "animated": animated(),
}


def shrunken(content: bytes, library: libwebp.Library | None) -> Image.Image:
    return webp.shrink_on_load(content, WebPImageFile(BytesIO(content)), (64, 48), library)


def finished(image: Image.Image) -> Image.Image:
    return image.resize((64, 48), Image.Resampling.LANCZOS).convert("RGBA").convert("RGBa")


@pytest.mark.skipif(libwebp.bundled() is None, reason="this Pillow was built without its own libwebp")
@pytest.mark.parametrize("content", FILES.values(), ids=FILES.keys())
def test_libwebp_and_pillow_give_nearly_the_same_image(content: bytes) -> None:
    scaled, plain = shrunken(content, libwebp.bundled()), shrunken(content, None)
    assert pixel_modes.has_alpha(scaled) == pixel_modes.has_alpha(plain)
    difference = ImageStat.Stat(ImageChops.difference(finished(scaled), finished(plain)))
    assert max(difference.mean) < 1.5
    assert max(high for _, high in difference.extrema) <= 24


@pytest.mark.parametrize("lossless", [False, True])
def test_the_color_of_transparent_pixels_does_not_reach_the_edge(*, lossless: bool) -> None:
    image = Image.new("RGBA", (640, 480), (0, 255, 0, 0))
    for left in range(0, 640, 16):
        image.paste((220, 10, 10, 255), (left, 0, left + 8, 480))
    content = encoded(image, "webp", quality=95, exact=True, lossless=lossless)
    drawn = rendered(content, format="png", width=100, height=75)
    pixels = [pixel for pixel in drawn.get_flattened_data() if isinstance(pixel, tuple)]
    assert max(green for _, green, _, alpha in pixels if alpha > 16) < 60


@pytest.mark.skipif(libwebp.bundled() is None, reason="this Pillow was built without its own libwebp")
def test_a_still_image_is_decoded_at_a_reduced_size() -> None:
    assert shrunken(FILES["lossy"], libwebp.bundled()).size == (128, 96)
    assert shrunken(FILES["lossy"], None).size == (640, 480)


@pytest.mark.skipif(libwebp.bundled() is None, reason="this Pillow was built without its own libwebp")
@pytest.mark.parametrize("lossless", [False, True])
def test_the_first_frame_of_an_animation_is_decoded_at_a_reduced_size(*, lossless: bool) -> None:
    others = {"save_all": True, "append_images": [quarters(640, 480)], "lossless": lossless}
    assert shrunken(encoded(photo(640, 480), "webp", **others), libwebp.bundled()).size == (128, 96)


@pytest.mark.parametrize("first", [Image.new("RGBA", (640, 480)), with_alpha()])
def test_a_first_frame_that_shows_the_canvas_is_decoded_in_full(first: Image.Image) -> None:
    content = encoded(first, "webp", save_all=True, append_images=[quarters(640, 480).convert("RGBA")])
    scaled, plain = shrunken(content, libwebp.bundled()), shrunken(content, None)
    assert scaled.size == (640, 480)
    assert scaled.tobytes() == plain.tobytes()


@pytest.mark.skipif(libwebp.bundled() is None, reason="this Pillow was built without its own libwebp")
def test_a_truncated_file_is_an_error() -> None:
    content = FILES["lossy"]
    image = WebPImageFile(BytesIO(content))
    with pytest.raises(OSError, match="libwebp"):
        webp.shrink_on_load(content[: len(content) // 2], image, (64, 48), libwebp.bundled())


def test_a_library_that_is_not_libwebp_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "libwebp-0.so").write_bytes(b"no library")
    assert libwebp.usable(tmp_path / "libwebp-0.so") is None
    other = next(Path(PIL.__file__).parent.glob("_imagingmath*.so"))
    assert libwebp.usable(other) is None
