"""Rotated and cropped uploads, compared with libvips."""

from io import BytesIO
from typing import Any

import pytest
import pyvips
from PIL import Image, ImageChops, ImageSequence, ImageStat

from chalicelib.domain.edits import Box, edited
from chalicelib.domain.geometry import plan
from chalicelib.errors import AnimationTooLarge
from chalicelib.imaging import Limits, PillowEngine
from chalicelib.imaging.budget import run_cost
from chalicelib.imaging.source import open_source
from chalicelib.models import ImageInfo, Rendered, VariantSpec
from tests.unit.imaging.samples import BLUE, ENGINE, RED, encoded, photo, quarters

pytestmark = pytest.mark.also_without_kernel

SIZE = (90, 61)
CROP = (200, 300, 450, 600)
TURNS = {0: "d0", 90: "d90", 180: "d180", 270: "d270"}
# The whole image, without scaling.
FULL = VariantSpec(name="v", width=5000, height=5000, format="png")


def sample() -> Image.Image:
    """Return a photo in which every orientation looks different."""
    return ImageChops.multiply(photo(*SIZE), quarters(*SIZE))


def tagged(image: Image.Image, orientation: int, format_: str = "tiff", **options: Any) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return encoded(image, format_, exif=exif, **options)


def render(content: bytes, rotate: int, crop: Box | None, spec: VariantSpec = FULL) -> Rendered:
    info = edited(ENGINE.inspect(content), rotate, crop)
    (variant,) = ENGINE.render(content, info, plan(info, [spec])).variants
    return variant


def opened(variant: Rendered) -> Image.Image:
    return Image.open(BytesIO(variant.content))


def by_libvips(content: bytes, rotate: int, crop: Box | None) -> pyvips.Image:
    """Return the whole image upright, rotated, then cropped."""
    image = pyvips.Image.new_from_buffer(content, "").autorot().rot(TURNS[rotate])
    if crop is None:
        return image
    left, right = (round(side * image.width / 1000) for side in (crop[0], crop[0] + crop[2]))
    top, bottom = (round(side * image.height / 1000) for side in (crop[1], crop[1] + crop[3]))
    return image.crop(left, top, right - left, bottom - top)


def as_pillow(image: pyvips.Image) -> Image.Image:
    return Image.open(BytesIO(image.write_to_buffer(".png")))


def largest_difference(one: Image.Image, other: Image.Image) -> int:
    assert one.size == other.size
    extrema = ImageChops.difference(one.convert("RGB"), other.convert("RGB")).getextrema()
    return max(int(band[1]) for band in extrema if isinstance(band, tuple))


def mean_difference(one: Image.Image, other: Image.Image) -> float:
    assert one.size == other.size
    return max(ImageStat.Stat(ImageChops.difference(one.convert("RGB"), other.convert("RGB"))).mean)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("rotate", TURNS)
def test_rotation_follows_the_orientation_and_precedes_the_crop(orientation: int, rotate: int) -> None:
    content = tagged(sample(), orientation)
    for crop in (None, CROP):
        expected = as_pillow(by_libvips(content, rotate, crop))
        assert largest_difference(opened(render(content, rotate, crop)), expected) == 0


@pytest.mark.parametrize("crop", [(0, 0, 1, 1), (999, 999, 1, 1), (0, 0, 1000, 10), (333, 1, 334, 998)])
def test_crops_of_any_shape_are_exact(crop: Box) -> None:
    content = tagged(sample(), 6)
    assert opened(render(content, 90, crop)).size != (0, 0)
    expected = opened(render(content, 90, None)).convert("RGB")
    info = edited(ENGINE.inspect(content), 90, crop)
    assert info.crop is not None
    box = info.crop.left, info.crop.top, info.crop.left + info.width, info.crop.top + info.height
    assert largest_difference(opened(render(content, 90, crop)), expected.crop(box)) == 0


# The orientation of WebP is ignored, as in browsers.
@pytest.mark.parametrize(
    ("format_", "orientation"), [("jpeg", 1), ("jpeg", 8), ("png", 8), ("tiff", 8), ("webp", 1)]
)
def test_a_crop_is_decoded_with_enough_pixels(format_: str, orientation: int) -> None:
    # Decoders could shrink the whole image to a sixteenth, but not this part of it.
    content = tagged(photo(1600, 1200), orientation, format_, quality=95)
    crop = (500, 250, 125, 125)
    spec = VariantSpec(name="v", width=80, height=80, format="png")
    actual = opened(render(content, 90, crop, spec))
    whole = by_libvips(content, 90, crop)
    expected = as_pillow(whole.resize(actual.width / whole.width, vscale=actual.height / whole.height))
    assert max(actual.size) == 80
    assert mean_difference(actual, expected) < 1
    assert largest_difference(actual, expected) < 24


@pytest.mark.parametrize("format_", ["jpeg", "png", "webp"])
def test_what_was_cropped_away_is_not_mixed_in(format_: str) -> None:
    image = Image.new("RGB", (1600, 1600), RED)
    image.paste(BLUE, (400, 400, 800, 800))
    content = encoded(image, format_, **({"quality": 100, "subsampling": 0} if format_ == "jpeg" else {}))
    spec = VariantSpec(name="v", width=20, height=20, format="png")
    found = opened(render(content, 0, (250, 250, 250, 250), spec))
    expected = Image.new("RGB", (20, 20), BLUE)
    # JPEG and WebP are lossy, and a border of blocks has some of both.
    assert largest_difference(found, expected) <= (0 if format_ == "png" else 8)


def test_every_frame_of_an_animation_is_rotated_and_cropped() -> None:
    frames = [sample().rotate(angle) for angle in (0, 60, 120)]
    content = encoded(frames[0], "webp", save_all=True, append_images=frames[1:], duration=40, lossless=True)
    spec = VariantSpec(name="v", width=5000, height=5000, format="webp", quality=100)
    found = [frame.copy() for frame in ImageSequence.Iterator(opened(render(content, 270, CROP, spec)))]
    assert len(found) == len(frames)
    for frame, shown in zip(frames, found, strict=True):
        expected = as_pillow(by_libvips(encoded(frame, "png"), 270, CROP))
        assert mean_difference(shown, expected) < 5


def test_the_colors_of_a_cropped_gif_are_kept_when_it_shrinks() -> None:
    frames = [quarters(160, 120).rotate(angle).quantize(8) for angle in (0, 90, 180)]
    content = encoded(frames[0], "gif", save_all=True, append_images=frames[1:], duration=40)
    spec = VariantSpec(name="v", width=30, height=30, format="gif")
    variant = render(content, 90, (0, 0, 500, 500), spec)
    assert len(variant.content) <= len(content)
    assert opened(variant).size == (variant.width, variant.height)


def test_the_focus_is_within_the_crop() -> None:
    content = encoded(quarters(400, 400), "png")
    # The right half: green over yellow.
    info = edited(ENGINE.inspect(content), 0, (500, 0, 500, 1000))
    spec = VariantSpec(name="v", width=100, height=100, fit="cover", format="png")
    (variant,) = ENGINE.render(content, info, plan(info, [spec], focus=(0.5, 1.0))).variants
    expected = by_libvips(content, 0, (500, 0, 500, 1000)).resize(0.5).crop(0, 100, 100, 100)
    assert largest_difference(opened(variant), as_pillow(expected)) <= 1


def test_the_placeholder_shows_the_crop() -> None:
    content = encoded(quarters(400, 400), "png")
    info = edited(ENGINE.inspect(content), 0, (0, 500, 500, 500))
    placeholder = ENGINE.render(content, info, plan(info, [FULL])).placeholder
    assert placeholder is not None
    assert placeholder.color == "#{:02x}{:02x}{:02x}".format(*BLUE)


def test_limits_apply_to_the_whole_animation() -> None:
    frames = [photo(64, 48).rotate(angle) for angle in (0, 90)]
    content = encoded(frames[0], "gif", save_all=True, append_images=frames[1:], duration=40)
    engine = PillowEngine(Limits(max_animation_pixels=64 * 48))
    info = edited(engine.inspect(content), 0, (0, 0, 100, 100))
    with pytest.raises(AnimationTooLarge, match=r"2 frames of 64 x 48 pixels"):
        engine.render(content, info, plan(info, [VariantSpec(name="v", width=9, height=9)]))


def cost(content: bytes, info: ImageInfo) -> float:
    source = open_source(content, info.format, 1000)
    spec = VariantSpec(name="v", width=100, height=100, format="png")
    return run_cost.of_run(source, info, plan(info, [spec]), max_memory=10**9).memory


def test_the_budget_counts_the_larger_decode_of_a_crop() -> None:
    content = encoded(photo(1600, 1200), "jpeg")
    whole = ENGINE.inspect(content)
    # At an eighth for the whole image, at full size for a crop of the variant's size.
    assert cost(content, edited(whole, 0, (0, 0, 63, 84))) > cost(content, whole) + 3 * 1600 * 1200
