"""The expected values were compared with those of Chromium's ImageDecoder."""

from PIL import Image

from chalicelib.models import VariantSpec
from tests.unit.imaging.animation_files import durations, frames
from tests.unit.imaging.samples import ENGINE, encoded, near, opened, render

OPAQUE, HALF = (200, 30, 60, 255), (30, 60, 200, 128)


def sequence(format_: str, *colors: tuple[int, ...], **options: object) -> bytes:
    """Return an animation with a frame of each color."""
    images = [Image.new("RGBA", (16, 16), color) for color in colors]
    return encoded(images[0], format_, save_all=True, append_images=images[1:], **options)


def test_an_avif_sequence_becomes_an_animated_variant() -> None:
    content = sequence("avif", OPAQUE, HALF, OPAQUE, duration=[40, 100, 330], quality=100)
    (variant,) = render(content, VariantSpec(name="v", width=16, height=16, format="webp"))
    assert variant.content_type == "image/webp"
    assert getattr(opened(variant.content), "n_frames", 1) == 3
    assert durations(content) == [40, 100, 330]
    for (image, _), color in zip(frames(content), (OPAQUE, HALF, OPAQUE), strict=True):
        assert near(image.getpixel((8, 8)), color, tolerance=4)


def test_a_webp_whose_frames_have_alpha_keeps_it_without_the_flag() -> None:
    content = bytearray(sequence("webp", OPAQUE, HALF, duration=100, lossless=True))
    assert content[20] & 0x10
    content[20] &= ~0x10
    assert ENGINE.inspect(bytes(content)).has_alpha
    assert [image.getpixel((8, 8)) for image, _ in frames(bytes(content))] == [OPAQUE, HALF]


def test_durations_of_a_webp_can_be_zero() -> None:
    content = sequence("webp", OPAQUE, HALF, OPAQUE, duration=[0, 5, 100], lossless=True)
    assert durations(content) == [0, 5, 100]
