from PIL import Image, ImageStat

from bench.inputs.drawing import mosaic, photo


def test_the_same_seed_draws_the_same_pixels() -> None:
    assert photo((120, 90), 1) == photo((120, 90), 1)
    assert photo((120, 90), 1) != photo((120, 90), 2)


def test_photos_have_similar_contrast_at_coarse_and_fine_scales() -> None:
    image = photo((1024, 768), 3).convert("L")

    contrasts = [_contrast_between(image, scale) for scale in (2, 4, 8, 16)]

    assert max(contrasts) < 4 * min(contrasts)


def test_a_mosaic_mirrors_its_tile_to_avoid_seams() -> None:
    tile = Image.linear_gradient("L").convert("RGB")

    whole = mosaic((300, 512), tile)

    assert whole.size == (300, 512)
    assert whole.getpixel((10, 255)) == whole.getpixel((10, 256))


def _contrast_between(image: Image.Image, scale: int) -> float:
    """Return the standard deviation of the detail that one halving of the scale removes."""
    fine = image.resize((image.width // scale, image.height // scale), Image.Resampling.BOX)
    coarse = fine.resize((fine.width // 2, fine.height // 2), Image.Resampling.BOX)
    restored = coarse.resize(fine.size, Image.Resampling.BICUBIC)
    return ImageStat.Stat(_difference(fine, restored)).stddev[0]


def _difference(one: Image.Image, other: Image.Image) -> Image.Image:
    return Image.blend(one, other.point(lambda level: 255 - level), 0.5)
