"""GIFs that we shrink show the right colors, and are no larger than gifsicle's of the same source.

libvips and ImageMagick decode both. The source is a GIF that Pillow wrote, so that all start from the same
colors.
"""

import shutil
import subprocess
from collections.abc import Sequence
from io import BytesIO

import pytest
from PIL import Image, ImageChops

from chalicelib.models import VariantSpec
from tests.differential.gif_samples import SAMPLES
from tests.unit.imaging.samples import render

pytestmark = pytest.mark.slow

pyvips = pytest.importorskip("pyvips")
_MAGICK = shutil.which("magick") or shutil.which("convert")
_SIDE, _BLOCK, _MOST_OFF = 300, 8, 10
_WHITE = (255, 255, 255, 255)
_OPTIONS = ("--resize-fit", f"{_SIDE}x{_SIDE}", "-O3", "--colors", "256")


@pytest.fixture(scope="module")
def gifsicle() -> str:
    command = shutil.which("gifsicle")
    if not command or not _MAGICK:
        pytest.skip("gifsicle or ImageMagick is not installed")
    return command


@pytest.mark.parametrize("name", SAMPLES)
def test_our_colors_are_right_in_no_more_bytes_than_gifsicle_takes(name: str, gifsicle: str) -> None:
    source = _source(list(SAMPLES[name]()))
    (variant,) = render(source, VariantSpec(name="v", width=_SIDE, height=_SIDE, format="gif"))
    wanted = [_shrunk(frame) for frame in _by_libvips(source)]
    assert _largest_error(variant.content, wanted) <= _MOST_OFF
    theirs = _run([gifsicle, *_OPTIONS], source)
    if _largest_error(theirs, wanted) <= _MOST_OFF:
        assert len(variant.content) <= len(theirs)


def test_a_wrong_color_is_noticed(gifsicle: str) -> None:
    frames = list(SAMPLES["fade"]())
    wanted = [_on_white(frame.convert("RGBA")) for frame in frames]
    frames[3].paste((0, 0, 0), (16, 16, 24, 24))
    assert gifsicle
    assert _largest_error(_source(frames), wanted) > _MOST_OFF


def _source(frames: Sequence[Image.Image]) -> bytes:
    buffer = BytesIO()
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:], duration=100, loop=0, disposal=2)
    return buffer.getvalue()


def _shrunk(frame: Image.Image) -> Image.Image:
    """Return the frame at our size on white. Pixels are opaque or transparent, as in a GIF."""
    height = round(frame.height * _SIDE / frame.width)
    small = frame.resize((_SIDE, height), Image.Resampling.LANCZOS)
    small.putalpha(small.getchannel("A").point([255 * (alpha >= 128) for alpha in range(256)]))
    return _on_white(small)


def _largest_error(gif: bytes, wanted: Sequence[Image.Image]) -> int:
    """Return the largest deviation of the mean of 8 x 8 pixels from the wanted ones, for any decoder."""
    return max(
        max(ImageChops.difference(_on_white(shown).reduce(_BLOCK), right.reduce(_BLOCK)).tobytes())
        for frames in (_by_libvips(gif), _by_imagemagick(gif, wanted[0].size))
        for shown, right in zip(frames, wanted, strict=True)
    )


def _on_white(frame: Image.Image) -> Image.Image:
    return Image.alpha_composite(Image.new("RGBA", frame.size, _WHITE), frame).convert("RGB")


def _by_libvips(gif: bytes) -> list[Image.Image]:
    image = pyvips.Image.new_from_buffer(gif, "", n=-1).colourspace("srgb")
    image = image if image.hasalpha() else image.addalpha()
    return _frames(bytes(image.write_to_memory()), (image.width, image.get("page-height")))


def _by_imagemagick(gif: bytes, size: tuple[int, int]) -> list[Image.Image]:
    return _frames(_run([str(_MAGICK), "gif:-", "-coalesce", "-depth", "8", "rgba:-"], gif), size)


def _frames(rgba: bytes, size: tuple[int, int]) -> list[Image.Image]:
    step = 4 * size[0] * size[1]
    return [Image.frombytes("RGBA", size, rgba[at : at + step]) for at in range(0, len(rgba), step)]


def _run(command: Sequence[str], content: bytes) -> bytes:
    return subprocess.run(command, input=content, capture_output=True, check=True, timeout=60).stdout
