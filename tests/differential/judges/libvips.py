"""libvips: what sharp and other image services show. It runs in its own process, which may crash."""

import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import chain, repeat
from typing import Any

from tests.differential.decoded import Decoded, measured
from tests.differential.judges.tiff_pages import shown_page
from tests.differential.signature import media_type

# What libvips can read all frames of.
_ANIMATED = ("image/gif", "image/webp")
_TIMEOUT_SECONDS = 60
# All frames together.
_MAX_PIXELS = 100_000_000


class Libvips:
    """A process that decodes. It is replaced when a file makes it crash."""

    name = "libvips"

    def __init__(self) -> None:
        self._pool = _pool()

    def decode(self, files: Sequence[bytes]) -> list[Decoded | None]:
        """Decode each file and transform it to sRGB."""
        return [self._decode(file) for file in files]

    def _decode(self, file: bytes) -> Decoded | None:
        try:
            return self._pool.submit(_decoded, file).result(_TIMEOUT_SECONDS)
        except (BrokenProcessPool, TimeoutError):
            self.close()
            self._pool = _pool()
            return None

    def close(self) -> None:
        """End the process."""
        for process in list((self._pool._processes or {}).values()):  # noqa: SLF001 - a hung one must end too
            process.kill()
        self._pool.shutdown(cancel_futures=True)


@contextmanager
def libvips() -> Iterator[Libvips | None]:
    """Yield the judge, or None if pyvips is not installed."""
    if find_spec("pyvips") is None:
        yield None
        return
    judge = Libvips()
    try:
        yield judge
    finally:
        judge.close()


def _pool() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"))


def _decoded(content: bytes) -> Decoded | None:
    """Decode strictly, or what can be decoded. Runs in the process."""
    import pyvips  # noqa: PLC0415 - only in the process

    for strictness, whole in (("warning", True), ("none", False)):
        try:
            image = _opened(content, strictness)
            return _read(image, whole=whole) if image.width * image.height <= _MAX_PIXELS else None
        except pyvips.Error:
            continue
    return None


def _opened(content: bytes, strictness: str) -> Any:
    import pyvips  # noqa: PLC0415 - only in the process

    options = {"n": -1} if media_type(content) in _ANIMATED else {}
    if media_type(content) == "image/tiff":
        options = {"page": shown_page(content)}
    return pyvips.Image.new_from_buffer(content, "", fail_on=strictness, **options)


def _read(image: Any, *, whole: bool) -> Decoded:
    frames = _upright_frames(image)
    durations = _field(image, "delay", []) if len(frames) > 1 else []
    measures = tuple(
        measured(bytes(frame.write_to_memory()), frame.width, frame.height, duration)
        for frame, duration in zip(frames, chain(durations, repeat(0)), strict=False)
    )
    plays = _field(image, "loop", 1) if len(frames) > 1 else 1
    return Decoded(width=frames[0].width, height=frames[0].height, frames=measures, plays=plays, whole=whole)


def _upright_frames(image: Any) -> list[Any]:
    """Return every frame in upright sRGB with alpha, 8 bits each."""
    height = _field(image, "page-height", image.height)
    image = _to_srgb(image)
    if not image.hasalpha():
        image = image.addalpha()
    image = image.cast("uchar")
    if height == image.height:
        return [image.autorot()]
    return [image.crop(0, top, image.width, height) for top in range(0, image.height, height)]


def _to_srgb(image: Any) -> Any:
    """Transform to sRGB by the embedded profile, or else by the color space."""
    if not image.get_typeof("icc-profile-data"):
        return image.colourspace("srgb")
    colors = image.icc_transform("srgb", embedded=True, intent="relative", depth=8)
    if image.hasalpha() and image.format == "ushort":
        # The transformation makes 8 bits of the colors only.
        colors = colors[: colors.bands - 1].bandjoin(image[image.bands - 1] / 257)
    return colors


def _field(image: Any, name: str, default: Any) -> Any:
    return image.get(name) if image.get_typeof(name) else default
