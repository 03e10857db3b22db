"""Writes the files to send into a folder, with as many processes as there are cores."""

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from multiprocessing import get_context
from pathlib import Path

from PIL import Image

from load import pictures
from load.plan import Item, Kind
from local.sample.landscape import landscape

_BATCH = 25


def write_inputs(items: Sequence[Item], folder: Path) -> None:
    """Draw and write every file."""
    folder.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        for _ in pool.map(partial(_write, folder), items, chunksize=_BATCH):
            pass


def content_of(item: Item) -> bytes:
    """Return the file's bytes."""
    match item.kind:
        case Kind.LARGE:
            return pictures.large(item.number, _scene())
        case Kind.SMALL:
            return pictures.small(item.number, item.format)
        case Kind.TRUNCATED:
            return pictures.truncated(pictures.small(item.number, item.format))
        case Kind.TEXT:
            return pictures.text(item.number)
        case Kind.NOISE:
            return pictures.noise(item.number)


def _write(folder: Path, item: Item) -> None:
    (folder / item.filename).write_bytes(content_of(item))


@cache
def _scene() -> Image.Image:
    """Draw the local stack's sample, 3000 x 4000, once per process."""
    return pictures.grainy(landscape())
