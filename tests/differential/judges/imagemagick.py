"""ImageMagick: one process per file, so it comes last and sees only what the other judges did not settle."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.differential.decoded import Decoded, Frame, measured
from tests.differential.generator.profiles import PROFILES
from tests.differential.signature import media_type

_NAMES = ("magick", "convert")
_TIMEOUT_SECONDS = 30
_ANIMATED = ("image/gif", "image/webp")
# Upright, complete frames in sRGB with alpha, as MIFF: text headers and raw samples.
_BEFORE_PROFILE = ("-auto-orient", "-coalesce")
_AFTER_PROFILE = ("-colorspace", "sRGB", "-strip", "-alpha", "set", "-type", "TrueColorMatte")
_OUTPUT = ("-depth", "8", "-compress", "none", "miff:-")
_HEADER_END = b":\x1a"


class ImageMagick:
    """The `convert` command."""

    name = "imagemagick"

    def __init__(self, command: str, folder: Path) -> None:
        self._command = command
        self._input = folder / "input"
        self._profile = folder / "srgb.icc"
        self._profile.write_bytes(PROFILES["icc_srgb"])

    def decode(self, files: Sequence[bytes]) -> list[Decoded | None]:
        """Decode each file and transform it to sRGB."""
        return [self._decode(file) for file in files]

    def _decode(self, file: bytes) -> Decoded | None:
        self._input.write_bytes(file)
        source = str(self._input) if media_type(file) in _ANIMATED else f"{self._input}[0]"
        arguments = [self._command, source, *_BEFORE_PROFILE, "-profile", str(self._profile)]
        try:
            process = subprocess.run(
                [*arguments, *_AFTER_PROFILE, *_OUTPUT],
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
    frames: list[Frame] = []
    width = height = plays = at = 0
    while (end := miff.find(_HEADER_END, at)) >= 0:
        header = dict(pair.split("=", 1) for pair in miff[at:end].decode("latin-1").split() if "=" in pair)
        width, height = int(header["columns"]), int(header["rows"])
        start, at = end + 2, end + 2 + width * height * 4
        plays = int(header.get("iterations", plays))
        ticks = int(header.get("ticks-per-second", 100))
        duration = int(header.get("delay", 0)) * 1000 / ticks
        frames.append(measured(miff[start:at].ljust(width * height * 4, b"\0"), width, height, duration))
    if not frames:
        return None
    plays = plays if len(frames) > 1 else 1
    return Decoded(width=width, height=height, frames=tuple(frames), plays=plays, whole=whole)
