"""Render each file with the engine alone, to know the expected outputs and their CPU time."""

import hashlib
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from pathlib import Path

from msgspec import Struct

from chalicelib.bootstrap.adapters import PRESETS_FILE
from chalicelib.bootstrap.presets import read_presets
from chalicelib.domain import geometry
from chalicelib.domain.presets import Presets
from chalicelib.errors import Rejected
from chalicelib.imaging import Limits, PillowEngine
from chalicelib.models import Rendering

_BATCH = 25


class Output(Struct, frozen=True, order=True):
    """A variant's size in bytes and MD5 hash, which S3 returns as the ETag."""

    size: int
    md5: str


class Expected(Struct, frozen=True):
    """The expected outputs or error code of a file, and the CPU seconds that the engine took."""

    outputs: frozenset[Output]
    code: str | None
    cpu: float


def render_all(files: Sequence[Path]) -> list[Expected]:
    """Render every file, with one process per core."""
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        return list(pool.map(_expect, files, chunksize=_BATCH))


def _expect(file: Path) -> Expected:
    content, presets = file.read_bytes(), _presets()
    engine = PillowEngine(Limits(), presets.overlays)
    start = time.process_time()
    code, outputs = None, frozenset[Output]()
    try:
        info = engine.inspect(content)
        rendering = engine.render(content, info, geometry.plan(info, presets.choose(presets.default)))
    except Rejected as error:
        code = error.code
        cpu = time.process_time() - start
    else:
        cpu = time.process_time() - start
        outputs = _outputs(rendering)
    return Expected(outputs, code, cpu)


def _outputs(rendering: Rendering) -> frozenset[Output]:
    return frozenset(
        Output(len(variant.content), hashlib.md5(variant.content, usedforsecurity=False).hexdigest())
        for variant in rendering.variants
    )


@cache
def _presets() -> Presets:
    return read_presets(PRESETS_FILE)
