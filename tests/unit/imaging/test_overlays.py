"""Overlays on stills and animations, compared to the same composite by libvips."""

from io import BytesIO
from typing import Any

import pytest
import pyvips
from msgspec import structs
from PIL import Image, ImageChops, ImageSequence, ImageStat

from chalicelib.domain.geometry import plan
from chalicelib.errors import ConfigurationError
from chalicelib.imaging import Limits, PillowEngine
from chalicelib.imaging.budget import run_cost
from chalicelib.imaging.overlays.overlay_images import OverlayImages
from chalicelib.imaging.overlays.watermark import Watermark
from chalicelib.imaging.source import open_source
from chalicelib.models import POSITIONS, Overlay, VariantSpec
from tests.unit.imaging.overlay_files import MARK, mark, overlay_of, render_with
from tests.unit.imaging.samples import BLUE, ENGINE, RED, encoded, quarters

SIZE = (160, 120)
BACKGROUNDS = {
    "RGB": quarters(*SIZE),
    "RGBA": Image.merge("RGBA", (*quarters(*SIZE).split(), Image.linear_gradient("L").resize(SIZE))),
    "L": Image.linear_gradient("L").resize(SIZE),
    "P": quarters(*SIZE).quantize(4),
}


def drawn(content: bytes, overlay: Overlay, file: bytes = MARK, **spec: Any) -> Image.Image:
    settings = {"name": "v", "width": SIZE[0], "height": SIZE[1], "format": "png", **spec}
    (variant,) = render_with(file, content, VariantSpec(**settings, overlay=overlay))
    return Image.open(BytesIO(variant.content))


def by_libvips(content: bytes, overlay: bytes, at: tuple[int, int], opacity: float) -> Image.Image:
    """Return the image with the overlay over it, in RGBA."""
    base = pyvips.Image.new_from_buffer(content, "").colourspace("srgb")
    top = pyvips.Image.new_from_buffer(overlay, "")
    top = top if top.hasalpha() else top.bandjoin(255)
    faded = top * [1, 1, 1, opacity]
    result = base.composite2(faded, "over", x=at[0], y=at[1]).cast("uchar")
    return Image.open(BytesIO(result.write_to_buffer(".png"))).convert("RGBA")


def largest_difference(one: Image.Image, other: Image.Image) -> int:
    difference = ImageChops.difference(one.convert("RGBA").convert("RGBa"), other.convert("RGBa"))
    return max(high for _, high in ImageStat.Stat(difference).extrema)


@pytest.mark.parametrize("mode", BACKGROUNDS)
@pytest.mark.parametrize("opacity", [1.0, 0.3])
def test_the_result_is_that_of_libvips(mode: str, opacity: float) -> None:
    content = encoded(BACKGROUNDS[mode], "png")
    overlay = overlay_of(MARK, position="top left", margin=9, opacity=opacity)
    assert largest_difference(drawn(content, overlay), by_libvips(content, MARK, (9, 9), opacity)) <= 1


@pytest.mark.parametrize("position", POSITIONS)
def test_each_position_touches_the_margins_that_it_names(position: str) -> None:
    plain = Image.new("RGB", SIZE, BLUE)
    opaque = encoded(Image.new("RGB", (30, 20), RED), "png")
    result = drawn(encoded(plain, "png"), overlay_of(opaque, position=position, margin=6), opaque)
    box = ImageChops.difference(result.convert("RGB"), plain).getbbox()
    assert box is not None
    left, top, right, bottom = box
    assert ("left" in position, "right" in position) == (left == 6, right == SIZE[0] - 6)
    assert ("top" in position, "bottom" in position) == (top == 6, bottom == SIZE[1] - 6)


def test_a_colored_overlay_makes_a_gray_image_colored_and_a_gray_one_keeps_it_gray() -> None:
    gray = encoded(BACKGROUNDS["L"], "jpeg")
    assert drawn(gray, overlay_of(MARK)).mode == "RGB"
    white = encoded(Image.new("LA", (20, 10), (255, 128)), "png")
    assert drawn(gray, overlay_of(white), white).mode == "L"


def test_an_overlay_is_drawn_after_the_other_settings() -> None:
    plain = encoded(Image.new("RGB", SIZE, BLUE), "png")
    result = drawn(plain, overlay_of(MARK, position="center"), grayscale=True, blur=5)
    background, left, right = (result.convert("RGB").getpixel((x, 60)) for x in (10, 72, 84))
    assert isinstance(background, tuple)
    assert len(set(background)) == 1
    # Neither gray nor blurred.
    assert left == (255, 255, 255)
    assert isinstance(right, tuple)
    assert right[0] > right[1]


@pytest.mark.also_without_kernel
def test_an_overlay_that_is_larger_than_the_variant_is_scaled_down() -> None:
    large = encoded(Image.new("RGB", (800, 200), RED), "png")
    plain = Image.new("RGB", SIZE, BLUE)
    result = drawn(encoded(plain, "png"), overlay_of(large, position="center", margin=20), large)
    assert ImageChops.difference(result.convert("RGB"), plain).getbbox() == (20, 45, 140, 75)


def test_margins_that_leave_no_room_leave_the_overlay_out() -> None:
    plain = Image.new("RGB", SIZE, BLUE)
    result = drawn(encoded(plain, "png"), overlay_of(MARK, margin=60))
    assert ImageChops.difference(result.convert("RGB"), plain).getbbox() is None


def test_tiles_cover_the_variant_with_the_margin_between_them() -> None:
    tile = encoded(mark(16, 8), "png")
    result = drawn(
        encoded(BACKGROUNDS["RGB"], "png"), overlay_of(tile, position="center", margin=4, tile=True), tile
    )
    expected = pyvips.Image.new_from_buffer(encoded(BACKGROUNDS["RGB"], "png"), "")
    stamp = pyvips.Image.new_from_buffer(tile, "")
    left, top = (SIZE[0] - 16) // 2 % 20 - 20, (SIZE[1] - 8) // 2 % 12 - 12
    for x in range(left, SIZE[0], 20):
        for y in range(top, SIZE[1], 12):
            expected = expected.composite2(stamp, "over", x=x, y=y).cast("uchar").copy_memory()
    by_vips = Image.open(BytesIO(expected.write_to_buffer(".png"))).convert("RGBA")
    assert largest_difference(result, by_vips) <= 1


def test_tiles_are_repeated_once_for_all_frames_of_an_animation() -> None:
    """With a composition for each row of tiles, small tiles took most of the time of an animation."""
    overlay = overlay_of(MARK, tile=True, margin=1)
    watermark = Watermark.of(overlay, Image.new("RGBA", (1, 1), RED), (4, 3000))
    assert watermark is not None
    assert (watermark.image.size, watermark.left, watermark.top) == ((4, 3000), 0, 0)


def test_a_tile_of_one_pixel_covers_a_large_variant() -> None:
    dot = encoded(Image.new("RGB", (1, 1), RED), "png")
    large = encoded(Image.new("RGB", (1000, 700), BLUE), "jpeg")
    result = drawn(large, overlay_of(dot, tile=True), dot, width=1000, height=700)
    assert result.convert("RGB").getcolors() == [(1000 * 700, RED)]


@pytest.mark.parametrize("format_", ["gif", "webp", "png", "avif"])
def test_every_frame_of_an_animation_has_the_overlay(format_: str) -> None:
    frames = [Image.new("RGB", SIZE, (0, 0, 40 * number)) for number in range(4)]
    content = encoded(frames[0], format_, save_all=True, append_images=frames[1:], duration=80)
    animation = drawn(content, overlay_of(MARK, position="top right", margin=8), format=format_, quality=95)
    shown = [frame.convert("RGB") for frame in ImageSequence.Iterator(animation)]
    assert len(shown) == len(frames)
    for number, frame in enumerate(shown):
        background = encoded(frames[number], "png")
        expected = by_libvips(background, MARK, (SIZE[0] - 8 - 24, 8), 1.0)
        for x in (132, 148, 60):
            difference = ImageChops.difference(
                frame.crop((x, 13, x + 2, 15)), expected.convert("RGB").crop((x, 13, x + 2, 15))
            )
            assert max(high for _, high in ImageStat.Stat(difference).extrema) <= 12


@pytest.mark.parametrize(
    ("image", "options"),
    [
        (mark().quantize(8), {}),
        (Image.new("I;16", (24, 12), 40_000), {}),
        (Image.new("L", (24, 12), 90), {"transparency": 90}),
        (Image.new("1", (24, 12), 1), {}),
    ],
)
def test_overlays_of_all_kinds_of_pngs_are_read(image: Image.Image, options: dict[str, int]) -> None:
    content = encoded(image, "png", **options)
    base = encoded(BACKGROUNDS["RGB"], "png")
    by_vips = pyvips.Image.new_from_buffer(content, "").colourspace("srgb").cast("uchar", shift=True)
    eight_bits = by_vips.write_to_buffer(".png")
    result = drawn(base, overlay_of(content, position="top left"), content)
    assert largest_difference(result, by_libvips(base, eight_bits, (0, 0), 1.0)) <= 2


def test_an_overlay_is_decoded_once() -> None:
    overlay = overlay_of(MARK)
    images = OverlayImages({overlay.sha256: MARK})
    assert images.get(overlay) is images.get(overlay_of(MARK, position="top", opacity=0.5))


@pytest.mark.parametrize("content", [b"no image", MARK[:60], encoded(Image.new("1", (2001, 2000)), "png")])
def test_an_unusable_overlay_is_an_error_of_the_configuration(content: bytes) -> None:
    with pytest.raises(ConfigurationError, match=r'overlay "mark\.png"'):
        drawn(encoded(quarters(), "png"), overlay_of(content), content)


def test_an_overlay_that_was_not_loaded_is_an_error_of_the_configuration() -> None:
    engine, content = PillowEngine(Limits()), encoded(quarters(), "png")
    info = engine.inspect(content)
    spec = VariantSpec(name="v", width=60, height=60, overlay=overlay_of(MARK))
    with pytest.raises(ConfigurationError, match="not loaded"):
        engine.render(content, info, plan(info, [spec]))


def test_the_estimate_includes_overlays() -> None:
    source = open_source(encoded(quarters(), "png"), "png", 1)
    info = ENGINE.inspect(source.container.stream)
    spec = VariantSpec(name="v", width=160, height=120)
    plain, drawn = (
        run_cost.of_run(source, info, plan(info, [each]), max_memory=10**9)
        for each in (spec, structs.replace(spec, overlay=overlay_of(MARK)))
    )
    # The engine can keep four overlays of 4 million pixels with 4 bytes each.
    assert drawn.memory >= plain.memory + 4 * 16_000_000
    assert drawn.seconds > plain.seconds
