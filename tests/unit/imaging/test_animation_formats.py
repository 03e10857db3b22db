"""What animations in each format contain, read from the bytes of the files."""

from struct import unpack_from

import pytest
from PIL import Image

from chalicelib.imaging.animation import encode_apng, encode_avif
from chalicelib.imaging.animation.animation import Animation
from chalicelib.imaging.animation.encode_animation import encode_animation
from chalicelib.imaging.containers.png_chunks import chunks, data_of, is_intact
from chalicelib.imaging.metadata.keep import Metadata
from chalicelib.models import Format, VariantPlan, VariantSpec
from tests.unit.imaging import samples
from tests.unit.imaging.animation_files import frames as decoded
from tests.unit.imaging.samples import BLUE, GREEN, RED, near, opened

SIZE = (32, 24)
CLEAR = Image.new("RGBA", SIZE, (0, 0, 0, 0))


def plain(color: tuple[int, int, int]) -> Image.Image:
    return Image.new("RGB", SIZE, color)


def square(left: int) -> Image.Image:
    image = CLEAR.copy()
    image.paste((*RED, 255), (left, 4, left + 8, 12))
    return image


def encoded(format_: Format, frames: list[Image.Image], durations: list[int], plays: int = 0) -> bytes:
    spec = VariantSpec(name="v", width=SIZE[0], height=SIZE[1], format=format_)
    plan = VariantPlan(
        spec=spec, format=format_, width=SIZE[0], height=SIZE[1], scaled_width=SIZE[0], scaled_height=SIZE[1]
    )
    mode = "RGBA" if any(frame.mode == "RGBA" for frame in frames) else "RGB"
    uniform = [frame.convert(mode) for frame in frames]
    return encode_animation(Animation(plays, uniform, durations), plan, Metadata())


def webp_chunk(content: bytes, kind: bytes) -> bytes:
    at = content.index(kind)
    (length,) = unpack_from("<I", content, at + 4)
    return content[at + 8 : at + 8 + length]


@pytest.mark.parametrize("format_", ["webp", "png", "avif"])
@pytest.mark.parametrize("clear", [0, 1])
def test_an_animation_with_any_transparent_frame_has_alpha(format_: Format, clear: int) -> None:
    frames = [plain(BLUE), plain(BLUE)]
    frames[clear] = square(0)
    image = opened(encoded(format_, frames, [100, 100]))
    for number, color in ((clear, RED), (1 - clear, BLUE)):
        image.seek(number)
        shown = image.convert("RGBA")
        assert near(shown.getpixel((3, 7)), (*color, 255), tolerance=40)
        assert shown.getchannel("A").getpixel((20, 20)) == (0 if number == clear else 255)


def test_a_webp_says_that_it_has_alpha() -> None:
    assert webp_chunk(encoded("webp", [plain(BLUE), square(0)], [100, 100]), b"VP8X")[0] & 0x10
    assert not webp_chunk(encoded("webp", [plain(BLUE), plain(RED)], [100, 100]), b"VP8X")[0] & 0x10


@pytest.mark.parametrize(("plays", "written"), [(0, 0), (1, 1), (65_536, 65_535)])
def test_the_plays_of_a_webp_have_16_bits(plays: int, written: int) -> None:
    content = encoded("webp", [plain(RED), plain(GREEN)], [100, 100], plays)
    assert unpack_from("<H", webp_chunk(content, b"ANIM"), 4) == (written,)


@pytest.mark.parametrize("format_", ["webp", "png", "avif"])
def test_durations_are_kept(format_: Format) -> None:
    image = opened(encoded(format_, [plain(RED), plain(GREEN), square(3)], [35, 70_000, 1]))
    found = []
    for number in range(3):
        image.seek(number)
        image.load()
        found.append(image.info["duration"])
    assert found == [35, 70_000, 1]


def test_frames_that_differ_only_in_transparency_are_kept_in_webp() -> None:
    hidden = Image.new("RGBA", SIZE, (*BLUE, 0))
    image = opened(encoded("webp", [plain(BLUE), hidden, plain(BLUE)], [100, 100, 100]))
    assert getattr(image, "n_frames", 1) == 3


def test_an_apng_shows_every_frame_exactly() -> None:
    frames = [square(0), square(5), CLEAR, plain(BLUE), plain(BLUE), square(20)]
    content = encoded("png", frames, [100] * 6, plays=3)
    shown = [image.convert("RGBa").tobytes() for image, _ in decoded(content)]
    assert shown == [frame.convert("RGBA").convert("RGBa").tobytes() for frame in frames]


def test_an_apng_stores_what_changes_in_numbered_chunks() -> None:
    content = encode_apng.encode_frames([square(0), square(5), square(5)], [100] * 3, 3, {})
    found = list(chunks(content))
    assert all(is_intact(whole) for _, whole in found)
    assert [kind for kind, _ in found][:3] == [b"IHDR", b"acTL", b"fcTL"]
    assert unpack_from(">II", data_of(dict(found)[b"acTL"])) == (3, 3)
    controls = [unpack_from(">IIIII", data_of(whole)) for kind, whole in found if kind == b"fcTL"]
    assert [control[1:] for control in controls] == [(*SIZE, 0, 0), (13, 8, 0, 4), (1, 1, 0, 0)]
    numbered = [unpack_from(">I", data_of(whole))[0] for kind, whole in found if kind in (b"fcTL", b"fdAT")]
    assert numbered == list(range(5))


@pytest.mark.parametrize("frames", [[plain(RED), plain(GREEN)], [square(0), square(9)]])
@pytest.mark.parametrize(("plays", "duration"), [(0, (1 << 64) - 1), (1, 300), (5, 1500)])
def test_an_avif_has_its_plays_and_no_time(frames: list[Image.Image], plays: int, duration: int) -> None:
    content = encode_avif.encode_frames(frames, [100, 200], plays, {"max_threads": 1, "speed": 9})
    assert unpack_from(">QQIQ", content, content.index(b"mvhd") + 8) == (0, 0, 1000, duration)
    at = -1
    for _ in range(content.count(b"tkhd")):
        at = content.index(b"tkhd", at + 1)
        created, modified, _, _, played = unpack_from(">QQIIQ", content, at + 8)
        assert (created, modified, played) == (0, 0, duration)
    at = content.index(b"mdhd")
    assert unpack_from(">QQ", content, at + 8) == (0, 0)


@pytest.mark.parametrize("format_", ["webp", "png"])
@pytest.mark.parametrize("side", [60, 30])
def test_half_transparent_drawings_stay_half_transparent(format_: str, side: int) -> None:
    frames = [Image.new("RGBA", (60, 60), (200, 20, 30, 128)) for _ in range(2)]
    for number, frame in enumerate(frames):
        frame.paste((20, 30, 200, 60), (10, 10 + 20 * number, 30, 30 + 20 * number))
    content = samples.encoded(frames[0], "png", save_all=True, append_images=frames[1:])
    variant = samples.rendered(content, format=format_, width=side, height=side)
    assert getattr(variant, "n_frames", 1) == 2
    assert near(variant.convert("RGBA").getpixel((0, 0)), (200, 20, 30, 128), tolerance=8)
