"""Assembles the folder that the site is built from.

In the repository, pages link to each other and to other files. The site does not contain those files, so
images are copied, and links to other files become plain text.
"""

import posixpath
import re
import shutil
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

DOCS = PurePosixPath("docs")
_LINK = re.compile(r"(!?)\[([^\]]*)\]\((?!https?:|#|mailto:)([^)\s#]+)(#[^)\s]*)?\)")
_FENCE = re.compile(r"(^ *```.*?^ *```)", re.MULTILINE | re.DOTALL)
_IMAGES = {".png", ".svg", ".jpg", ".webp"}


class BrokenLink(Exception):
    """A page links to a file that does not exist."""


def stage(root: Path, folder: Path, extra: Mapping[str, str], generated: Mapping[str, str]) -> None:
    """Write all pages into a new `folder`. Raises BrokenLink.

    Both mappings have paths on the site as keys. The values of `extra` are paths in the repository,
    those of `generated` are texts. A generated page replaces the page of the same path in docs/.
    """
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(root / DOCS, folder)
    places = {PurePosixPath(source): PurePosixPath(path) for path, source in extra.items()}
    for page in sorted((root / DOCS).rglob("*.md")):
        path = PurePosixPath(page.relative_to(root / DOCS).as_posix())
        places[DOCS / path] = path
    places |= {DOCS / path: PurePosixPath(path) for path in generated}
    for source, place in places.items():
        text = generated.get(str(place)) or (root / source).read_text("utf-8")
        _write(folder / place, Page(root, folder, source, places).staged(text))


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


class Page:
    """One page. `source` is its path in the repository; `places` maps such paths to paths on the site."""

    def __init__(
        self, root: Path, folder: Path, source: PurePosixPath, places: Mapping[PurePosixPath, PurePosixPath]
    ) -> None:
        self._root, self._folder = root, folder
        self._source, self._places = source, places

    def staged(self, text: str) -> str:
        """Return the page with its links rewritten for the site. Raises BrokenLink."""
        parts = _FENCE.split(text)
        parts[::2] = [_LINK.sub(self._link, part) for part in parts[::2]]
        return "".join(parts)

    def _link(self, match: re.Match[str]) -> str:
        mark, label, target, anchor = match.groups()
        file = PurePosixPath(posixpath.normpath(self._source.parent / target))
        if place := self._places.get(file):
            return f"{mark}[{label}]({self._to(place)}{anchor or ''})"
        if not (self._root / file).exists():
            raise BrokenLink(f"{self._source} links to {target}, which does not exist")
        if mark and file.suffix in _IMAGES:
            return f"![{label}]({self._to(self._image(file))})"
        return f"`{file}`" if label.strip("`") == str(file) else f"{label} (`{file}`)"

    def _image(self, file: PurePosixPath) -> PurePosixPath:
        """Return the image's path on the site. Copy the image if it is outside docs/."""
        if file.is_relative_to(DOCS):
            return file.relative_to(DOCS)
        place = PurePosixPath("repository") / file
        (self._folder / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(self._root / file, self._folder / place)
        return place

    def _to(self, place: PurePosixPath) -> str:
        return posixpath.relpath(place, self._places[self._source].parent)
