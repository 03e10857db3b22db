"""Create the files to upload, with one process per core."""

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from multiprocessing import get_context
from pathlib import Path

from PIL import Image

from load import images
from load.plan import Item, Kind
from local.sample.landscape import landscape

_BATCH = 25


def write_inputs(items: Sequence[Item], folder: Path) -> None:
    """Write the file of every item into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        for _ in pool.map(partial(_write, folder), items, chunksize=_BATCH):
            pass


def content_of(item: Item) -> bytes:
    """Return the content of an item's file."""
    match item.kind:
        case Kind.LARGE:
            return images.large(item.number, _scene())
        case Kind.SMALL:
            return images.small(item.number, item.format)
        case Kind.TRUNCATED:
            return images.truncated(images.small(item.number, item.format))
        case Kind.TEXT:
            return images.text(item.number)
        case Kind.NOISE:
            return images.noise(item.number)


def _write(folder: Path, item: Item) -> None:
    (folder / item.filename).write_bytes(content_of(item))


@cache
def _scene() -> Image.Image:
    """Return the sample image of the local stack with noise (3000 x 4000), drawn once per process."""
    return images.grainy(landscape())
