"""ImageMagick: one process per file, so it comes last and sees only what the other judges did not settle."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from tests.differential.decoded import Decoded, measured
from tests.differential.generator.profiles import PROFILES
from tests.differential.judges.tiff_pages import shown_page
from tests.differential.signature import media_type

_NAMES = ("magick", "convert")
_TIMEOUT_SECONDS = 30
_ANIMATED = ("image/gif", "image/webp")
_HEIF = ("image/avif", "image/heic")
# Complete frames in sRGB with alpha, as MIFF: text headers and raw samples.
_TO_SRGB = ("-colorspace", "sRGB", "-strip", "-alpha", "set", "-type", "TrueColorMatte")
_OUTPUT = ("-depth", "8", "-compress", "none", "miff:-")
_HEADER_END = b":\x1a"


class ImageMagick:
    """The `convert` command."""

    name = "imagemagick"

    def __init__(self, command: str, folder: Path) -> None:
        self._command = command
        self._profile = folder / "srgb.icc"
        self._profile.write_bytes(PROFILES["icc_srgb"])

    def decode(self, files: Sequence[bytes]) -> list[Decoded | None]:
        """Decode each file and transform it to sRGB."""
        with ThreadPoolExecutor(os.cpu_count()) as threads:
            return list(threads.map(self._decode, files))

    def _decode(self, file: bytes) -> Decoded | None:
        kind = media_type(file)
        page = shown_page(file) if kind == "image/tiff" else 0
        source = ["-", "-coalesce"] if kind in _ANIMATED else [f"-[{page}]"]
        # It reads HEIF as YCbCr, to which it does not apply profiles.
        to_rgb = ["-colorspace", "sRGB"] if kind in _HEIF else []
        arguments = [*source, "-auto-orient", *to_rgb, "-profile", str(self._profile), *_TO_SRGB, *_OUTPUT]
        try:
            process = subprocess.run(
                [self._command, *arguments],
                input=file,
                capture_output=True,
                timeout=_TIMEOUT_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return None
        return _decoded(process.stdout, whole=not process.stderr)


@contextmanager
def imagemagick() -> Iterator[ImageMagick | None]:
    """Yield the judge, or None if ImageMagick is not installed."""
    command = next(filter(None, map(shutil.which, _NAMES)), None)
    if command is None:
        yield None
        return
    with tempfile.TemporaryDirectory() as folder:
        yield ImageMagick(command, Path(folder))


def _decoded(miff: bytes, *, whole: bool) -> Decoded | None:
    images = list(_images(miff))
    if not images:
        return None
    frames = tuple(frame for image in images for frame in image.frames)
    plays = images[0].plays if len(images) > 1 else 1
    return replace(images[0], frames=frames, plays=plays, whole=whole)


def _images(miff: bytes) -> Iterator[Decoded]:
    """Yield each image. https://imagemagick.org/script/miff.php"""
    at = 0
    while (end := miff.find(_HEADER_END, at)) >= 0:
        header = dict(pair.split("=", 1) for pair in miff[at:end].decode("latin-1").split() if "=" in pair)
        width, height = int(header["columns"]), int(header["rows"])
        start, at = end + 2, end + 2 + width * height * 4
        ticks = int(header.get("ticks-per-second", 100))
        duration = int(header.get("delay", 0)) * 1000 / ticks
        frame = measured(miff[start:at].ljust(width * height * 4, b"\0"), width, height, duration)
        yield Decoded(width=width, height=height, frames=(frame,), plays=int(header.get("iterations", 1)))
