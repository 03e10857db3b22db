"""The engines that are compared, and the command that starts each one."""

import shutil
from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from bench.paths import BENCH, NODE, PYTHON, THUMBOR


class Engine(Struct, frozen=True):
    """A program that speaks the protocol of `peers/serve.py`.

    `environment` is added to the variables that it inherits.
    """

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)


def _python(module: str, *arguments: str) -> list[str]:
    return [str(PYTHON), "-m", f"bench.peers.{module}", *arguments]


def _sharp(mode: str) -> list[str]:
    return [shutil.which("node") or "node", str(BENCH / "peers" / "sharp.cjs"), mode]


NODE_PATH = {"NODE_PATH": str(NODE / "node_modules")}

DARKROOM = Engine("Darkroom", _python("darkroom", "plain"))
DARKROOM_BEST = Engine("Darkroom best", _python("darkroom", "best"))
SHARP = Engine("sharp", _sharp("usual"), NODE_PATH)
# Three ways to render several outputs from one decoded image. Which one is the fastest depends on the input.
SHARP_CASCADES = [
    Engine("sharp cascade", _sharp("cascade"), NODE_PATH),
    Engine("sharp from largest", _sharp("largest"), NODE_PATH),
    Engine("sharp cascade, decoded", _sharp("decoded"), NODE_PATH),
]
# Encodes the decoded input with sharp's default settings.
SHARP_ENCODER = Engine("sharp encoder", _sharp("encoder"), NODE_PATH)
VIPS = Engine("pyvips", _python("vips"), {"VIPS_CONCURRENCY": "1"})
THUMBOR_ENGINE = Engine("thumbor", [str(THUMBOR), "-m", "bench.peers.thumbor"])
MAGICK = Engine("ImageMagick", _python("magick"), {"MAGICK_THREAD_LIMIT": "1", "OMP_NUM_THREADS": "1"})
PILLOW_THUMBNAIL = Engine("Pillow thumbnail", _python("pillow", "thumbnail"))
PILLOW_NAIVE = Engine("Pillow naive", _python("pillow", "full"))

# The engines of a quick run.
QUICK_ENGINES = [DARKROOM, DARKROOM_BEST, SHARP, *SHARP_CASCADES, PILLOW_NAIVE]

# Camera photos are many, so only the engines that are close run on all of them.
CAMERA_ENGINES = [DARKROOM, DARKROOM_BEST, SHARP, VIPS]
CAMERA_VARIANT_ENGINES = [DARKROOM, SHARP, *SHARP_CASCADES]
THUMBNAIL_ENGINES = [*CAMERA_ENGINES, THUMBOR_ENGINE, MAGICK, PILLOW_THUMBNAIL, PILLOW_NAIVE]
VARIANT_ENGINES = [*CAMERA_VARIANT_ENGINES, VIPS, PILLOW_NAIVE]
ALL_ENGINES = [*THUMBNAIL_ENGINES, *SHARP_CASCADES]
GROWTH_ENGINES = [DARKROOM, SHARP, VIPS, PILLOW_NAIVE]
ANIMATION_ENGINES = [DARKROOM, SHARP]
