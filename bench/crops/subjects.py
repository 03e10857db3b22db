"""Images whose subject is known: photos in which it is marked, and drawn scenes."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from bench.crops.scenes import SCENES, Box, draw
from bench.paths import BENCH

MARKED = BENCH / "crops" / "subjects.json"
# Files of more bytes are not hashed.
_MOST_BYTES = 20_000_000


class Subject(Struct, frozen=True):
    """An image file, its name, and the box around its subject.

    `kind` is "photos" or "scenes". `group` is "tuning" if the image may be used to choose the numbers of
    `attention`, "held out" if not.
    """

    name: str
    kind: str
    group: str
    content: bytes
    box: Box


def all_subjects(folder: Path) -> Iterator[Subject]:
    """Yield the marked photos that are in a folder or below it, each once, and the drawn scenes."""
    yield from photos(folder)
    for seed in range(SCENES):
        content, box = draw(seed)
        yield Subject(f"scene {seed}", "scenes", _group(hashlib.sha256(content).hexdigest()), content, box)


def photos(folder: Path) -> Iterator[Subject]:
    """Yield the marked photos that are in a folder or below it, each once."""
    marked = {sha256: Box(*box) for sha256, box in json.loads(MARKED.read_text("utf-8")).items()}
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.stat().st_size > _MOST_BYTES:
            continue
        content = path.read_bytes()
        sha256 = hashlib.sha256(content).hexdigest()
        if box := marked.pop(sha256, None):
            yield Subject(path.name, "photos", _group(sha256), content, box)


def _group(sha256: str) -> str:
    """Split by the hash, so that nobody chooses which image is in which half."""
    return "held out" if int(sha256[0], 16) % 2 else "tuning"
