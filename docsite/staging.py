"""Puts together the folder that the site is built from.

Pages link to each other and to files of the repository, as they should where the repository is read. On
the site there is no repository: pictures are brought along, other files are named without a link.
"""

import posixpath
import re
import shutil
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

DOCS = PurePosixPath("docs")
_LINK = re.compile(r"(!?)\[([^\]]*)\]\((?!https?:|#|mailto:)([^)\s#]+)(#[^)\s]*)?\)")
_FENCE = re.compile(r"(^ *```.*?^ *```)", re.MULTILINE | re.DOTALL)
_PICTURES = {".png", ".svg", ".jpg", ".webp"}


class BrokenLink(Exception):
    """A page links to a file that does not exist."""


def stage(root: Path, folder: Path, brought: Mapping[str, str], generated: Mapping[str, str]) -> None:
    """Write all pages into a fresh `folder`. Raises BrokenLink.

    `brought` has the places of pages from elsewhere in the repository, by their path on the site;
    `generated` has texts.
    """
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(root / DOCS, folder)
    places = {PurePosixPath(source): PurePosixPath(path) for path, source in brought.items()}
    for page in sorted((root / DOCS).rglob("*.md")):
        path = PurePosixPath(page.relative_to(root / DOCS).as_posix())
        places[DOCS / path] = path
    places |= {DOCS / path: PurePosixPath(path) for path in generated}
    for made, text in generated.items():
        _write(folder / made, text)
    for source, place in places.items():
        if str(place) not in generated:
            text = (root / source).read_text("utf-8")
            _write(folder / place, Page(root, folder, source, places).staged(text))


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


class Page:
    """One page: `source` is its path in the repository, `places` maps such paths to those on the site."""

    def __init__(
        self, root: Path, folder: Path, source: PurePosixPath, places: Mapping[PurePosixPath, PurePosixPath]
    ) -> None:
        self._root, self._folder = root, folder
        self._source, self._places = source, places

    def staged(self, text: str) -> str:
        """Return the page as the site has it. Raises BrokenLink."""
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
        if mark and file.suffix in _PICTURES:
            return f"![{label}]({self._to(self._picture(file))})"
        return f"`{file}`" if label.strip("`") == str(file) else f"{label} (`{file}`)"

    def _picture(self, file: PurePosixPath) -> PurePosixPath:
        """Return a picture's place on the site, where it is brought unless it lies in docs/."""
        if file.is_relative_to(DOCS):
            return file.relative_to(DOCS)
        place = PurePosixPath("repository") / file
        (self._folder / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(self._root / file, self._folder / place)
        return place

    def _to(self, place: PurePosixPath) -> str:
        return posixpath.relpath(place, self._places[self._source].parent)
