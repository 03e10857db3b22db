from typing import Literal

import pytest
from PIL import Image, ImageDraw

from chalicelib.models import Format, VariantSpec
from tests.unit.imaging.samples import BLUE, GREEN, RED, encoded, near, opened, render, rendered

DURATIONS = [100, 200, 300]


def blinking(format_: str, *, loop: int | None = 0, size: tuple[int, int] = (80, 60)) -> bytes:
    """Return an animation of a red, a green and a blue frame."""
    frames = [Image.new("RGB", size, color) for color in (RED, GREEN, BLUE)]
    looping = {} if loop is None else {"loop": loop}
    lossless = {"lossless": True} if format_ == "webp" else {}
    return encoded(
        frames[0], format_, save_all=True, append_images=frames[1:], duration=DURATIONS, **looping, **lossless
    )


def frames(image: Image.Image) -> list[tuple[Image.Image, int]]:
    found = []
    for number in range(getattr(image, "n_frames", 1)):
        image.seek(number)
        image.load()
        found.append((image.convert("RGBA"), int(image.info.get("duration", 0))))
    return found


@pytest.mark.parametrize("source", ["gif", "webp"])
@pytest.mark.parametrize("target", ["gif", "webp"])
def test_frames_and_durations_are_kept(source: str, target: Format) -> None:
    shown = frames(rendered(blinking(source), format=target, width=40, height=30))
    assert [duration for _, duration in shown] == DURATIONS
    for (frame, _), color in zip(shown, (RED, GREEN, BLUE), strict=True):
        assert frame.size == (40, 30)
        assert near(frame.getpixel((20, 15)), (*color, 255), tolerance=16)


@pytest.mark.parametrize("target", ["jpeg", "png", "avif"])
def test_other_formats_contain_the_first_frame(target: Format) -> None:
    image = rendered(blinking("gif"), format=target)
    assert getattr(image, "n_frames", 1) == 1
    assert near(image.convert("RGB").getpixel((20, 15)), RED)


@pytest.mark.parametrize("target", ["source", "png", "gif", "webp"])
def test_an_apng_stays_animated_in_formats_that_support_it(target: Format | Literal["source"]) -> None:
    shown = frames(rendered(blinking("png"), format=target))
    assert [duration for _, duration in shown] == DURATIONS
    for (frame, _), color in zip(shown, (RED, GREEN, BLUE), strict=True):
        assert near(frame.getpixel((20, 15)), (*color, 255), tolerance=16)


@pytest.mark.parametrize("target", ["source", "avif", "gif", "webp"])
def test_an_avif_sequence_stays_animated_in_formats_that_support_it(
    target: Format | Literal["source"],
) -> None:
    shown = frames(rendered(blinking("avif", loop=None), format=target))
    assert [duration for _, duration in shown] == DURATIONS
    for (frame, _), color in zip(shown, (RED, GREEN, BLUE), strict=True):
        assert near(frame.getpixel((20, 15)), (*color, 255), tolerance=16)


@pytest.mark.parametrize(("source", "target"), [("png", "avif"), ("avif", "png"), ("png", "jpeg")])
def test_presets_for_other_formats_make_stills_of_an_apng_or_avif(source: str, target: Format) -> None:
    content = blinking(source, loop=None)
    assert getattr(rendered(content, format=target), "n_frames", 1) == 1


@pytest.mark.parametrize(
    ("source", "loop", "target", "expected"),
    [
        ("gif", 0, "gif", 0),
        ("gif", None, "gif", None),
        ("gif", 2, "gif", 2),
        ("webp", 0, "webp", 0),
        ("webp", 3, "webp", 3),
        ("gif", 0, "webp", 0),
        ("gif", None, "webp", 1),
        ("gif", 2, "webp", 3),
        ("webp", 1, "gif", None),
        ("webp", 3, "gif", 2),
    ],
)
def test_the_number_of_plays_is_kept(
    source: str, loop: int | None, target: Format, expected: int | None
) -> None:
    image = rendered(blinking(source, loop=loop), format=target)
    assert image.info.get("loop") == expected


def test_a_transparent_animation_does_not_show_the_previous_frame() -> None:
    dots = []
    for left in (0, 40):
        dot = Image.new("RGBA", (80, 60), (0, 0, 0, 0))
        ImageDraw.Draw(dot).ellipse((left, 0, left + 39, 59), fill=(*RED, 255))
        dots.append(dot)
    content = encoded(dots[0], "webp", save_all=True, append_images=dots[1:], duration=100, lossless=True)
    for target in ("gif", "webp"):
        shown = frames(rendered(content, format=target, width=40, height=30))
        first, second = [frame.getchannel("A") for frame, _ in shown]
        assert (first.getpixel((10, 15)), first.getpixel((30, 15))) == (255, 0)
        assert (second.getpixel((10, 15)), second.getpixel((30, 15))) == (0, 255)


def test_still_and_animated_variants_are_in_the_requested_order() -> None:
    specs = [
        VariantSpec(name="small", width=20, height=20, format="webp"),
        VariantSpec(name="still", width=60, height=60, format="jpeg"),
        VariantSpec(name="large", width=80, height=80),
    ]
    variants = render(blinking("gif"), *specs)
    assert [variant.name for variant in variants] == ["small", "still", "large"]
    assert [opened(variant.content).format for variant in variants] == ["WEBP", "JPEG", "GIF"]
    assert [getattr(opened(variant.content), "n_frames", 1) for variant in variants] == [3, 1, 3]


def test_all_frames_are_cropped_like_the_first() -> None:
    busy_left, busy_right = Image.new("RGB", (120, 40), GREEN), Image.new("RGB", (120, 40), BLUE)
    busy_left.paste(Image.effect_noise((40, 40), 90).convert("RGB"), (0, 0))
    busy_right.paste(Image.effect_noise((40, 40), 90).convert("RGB"), (80, 0))
    content = encoded(
        busy_left, "webp", save_all=True, append_images=[busy_right], duration=100, lossless=True
    )
    shown = frames(rendered(content, format="webp", fit="cover", width=40, height=40, position="entropy"))
    assert near(shown[1][0].getpixel((20, 20)), (*BLUE, 255), tolerance=16)
