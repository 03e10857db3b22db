"""Frames are decoded and drawn when an encoder needs them, and only a few are in memory at the same time."""

import weakref
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count

import pytest
from PIL import Image, ImageDraw

from chalicelib.domain.deadline import Deadline
from chalicelib.domain.geometry import plan
from chalicelib.errors import TooComplex
from chalicelib.imaging import rendering
from chalicelib.imaging.animation import encode_apng, encode_avif, encode_gif, encode_webp
from chalicelib.imaging.animation.animation import Animation, Shrunk
from chalicelib.imaging.animation.encode_animation import encode_animation
from chalicelib.imaging.animation.gif_drawing import Settings
from chalicelib.imaging.budget.time_budget import TimeBudget
from chalicelib.imaging.metadata.keep import Metadata
from chalicelib.imaging.overlays.watermark import Watermarks
from chalicelib.imaging.source import open_source
from chalicelib.models import Format, VariantPlan, VariantSpec
from tests.unit.imaging.samples import BLUE, ENGINE, RED, encoded, photo

pytestmark = pytest.mark.also_without_kernel

SIZE = (48, 36)
PHOTO = photo(*SIZE)
# What the GIF encoder needs: the frame that it paints, the one before it, and the one after it.
MOST_HELD = 3
SPECS = [
    VariantSpec(name="large", width=40, height=30, formats=("webp", "gif")),
    VariantSpec(name="small", width=20, height=20),
    VariantSpec(name="cropped", width=12, height=12, fit="cover", format="gif"),
    VariantSpec(name="padded", width=24, height=24, fit="contain", background="#20c04080", format="webp"),
]


def moving(mode: str, count: int = 4) -> list[Image.Image]:
    """Return a dot that moves over a photo, or over a transparent background."""
    frames = []
    for number in range(count):
        frame = PHOTO.copy() if mode == "RGB" else Image.new(mode, SIZE, (0, 0, 0, 0))
        ImageDraw.Draw(frame).ellipse((9 * number, 10, 9 * number + 12, 30), fill=RED)
        frames.append(frame)
    return frames


@dataclass
class DrawnOnDemand:
    """Frames that are new images in every pass. Counts the passes, and the images that exist at once."""

    count: int = 6
    colorful: bool = True
    passes: int = 0
    alive: int = 0
    most: int = 0

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Iterator[Image.Image]:
        self.passes += 1
        for number in range(self.count):
            image = PHOTO.copy() if self.colorful else Image.new("RGB", SIZE, BLUE)
            image.paste(RED, (number, number, number + 9, number + 9))
            weakref.finalize(image, self._forget)
            self.alive += 1
            self.most = max(self.most, self.alive)
            yield image
            del image

    def _forget(self) -> None:
        self.alive -= 1


@pytest.mark.parametrize("format_", ["gif", "webp", "png", "avif"])
@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_frames_in_memory_and_frames_that_are_drawn_again_give_the_same_files(
    format_: str, mode: str
) -> None:
    first, *rest = moving(mode)
    content = encoded(first, format_, save_all=True, append_images=rest, duration=70, disposal=0)
    info = ENGINE.inspect(content)
    plans = plan(info, SPECS)
    held, drawn = (
        rendering.render(
            open_source(content, info.format, 100),
            info,
            plans,
            None,
            watermarks=Watermarks(),
            max_memory=memory,
        )
        for memory in (10**12, 0)
    )
    assert held.variants == drawn.variants
    assert len(held.variants) == len(plans)


@pytest.mark.parametrize("format_", ["gif", "webp"])
def test_a_single_variant_is_the_same_as_among_all(format_: str) -> None:
    only = "small"
    first, *rest = moving("RGB")
    content = encoded(first, format_, save_all=True, append_images=rest, duration=70)
    info = ENGINE.inspect(content)
    plans = plan(info, SPECS)
    alone = ENGINE.render(content, info, plans, only=only).variants
    assert alone == tuple(each for each in ENGINE.render(content, info, plans).variants if each.name == only)


def test_encoders_hold_only_a_few_frames() -> None:
    durations = [50] * 6
    encoders: tuple[Callable[[DrawnOnDemand], bytes], ...] = (
        lambda frames: encode_gif.encode_frames(frames, durations, 0, Settings()),
        lambda frames: encode_webp.encode_frames(frames, durations, 0, {}),
        lambda frames: encode_apng.encode_frames(frames, durations, 0, {}),
        lambda frames: encode_avif.encode_frames(frames, durations, 0, {"speed": 10, "max_threads": 1}),
    )
    for encode in encoders:
        frames = DrawnOnDemand()
        assert encode(frames)
        assert frames.most <= MOST_HELD
        assert frames.passes <= MOST_HELD


@pytest.mark.parametrize(
    ("format_", "colorful", "most"),
    [("gif", True, 6), ("gif", False, 6), ("webp", True, 8), ("png", True, 7)],
)
def test_attempts_to_save_bytes_share_the_passes_that_count_colors(
    format_: Format, *, colorful: bool, most: int
) -> None:
    spec = VariantSpec(name="v", width=SIZE[0], height=SIZE[1], format=format_)
    frames, nearest = DrawnOnDemand(colorful=colorful), DrawnOnDemand(colorful=colorful)
    shrunk = Shrunk(source_size=1, scale=0.5, nearest=nearest)
    encode_animation(
        Animation(0, frames, [50] * 6, None, shrunk),
        VariantPlan(
            spec=spec,
            format=format_,
            width=SIZE[0],
            height=SIZE[1],
            scaled_width=SIZE[0],
            scaled_height=SIZE[1],
        ),
        Metadata(),
    )
    assert 0 < frames.passes <= most
    assert 0 < nearest.passes <= MOST_HELD
    assert max(frames.most, nearest.most) <= MOST_HELD


@pytest.mark.parametrize(
    ("format_", "part"), [("gif", 0.2), ("gif", 0.9), ("webp", 0.5), ("png", 0.5), ("avif", 0.5)]
)
def test_an_animation_stops_between_two_frames_when_the_time_is_over(format_: str, part: float) -> None:
    first, *rest = moving("RGB")
    content = encoded(first, format_, save_all=True, append_images=rest, duration=70)
    info = ENGINE.inspect(content)
    plans = plan(info, [VariantSpec(name="v", width=40, height=30)])

    def looks_at_the_time(most: int) -> int:
        """Return how often the time is looked at, if it is over after this many times."""
        looks = count()
        time = TimeBudget(Deadline(lambda: 60_000 if next(looks) < most else 100))
        rendering.render(
            open_source(content, info.format, 100, time),
            info,
            plans,
            None,
            watermarks=Watermarks(),
            max_memory=0,
        )
        return next(looks)

    looks = looks_at_the_time(10**6)
    with pytest.raises(TooComplex, match="longer than the function's timeout"):
        looks_at_the_time(int(part * looks))
