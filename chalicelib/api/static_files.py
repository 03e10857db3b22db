"""The files of a page, with content types and ETags. Pure: the contents are passed in."""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import PurePath
from types import MappingProxyType

from msgspec import Struct

from chalicelib.errors import NotFound

PAGE = "index.html"
_VERSION = "{version}"
_TYPES = MappingProxyType(
    {
        ".css": "text/css; charset=utf-8",
        ".html": "text/html; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".svg": "image/svg+xml",
    }
)


class StaticFile(Struct, frozen=True, kw_only=True):
    """One file. `etag` includes the quotes."""

    content: str
    content_type: str
    etag: str


class StaticFiles:
    """All files of a page, by name.

    `version` changes if any file changes. It is part of the files' URLs, so browsers may cache them forever
    and never mix files of two releases.
    """

    def __init__(self, contents: Mapping[str, str]) -> None:
        self._contents = contents
        everything = "\0".join(f"{name}\0{contents[name]}" for name in sorted(contents))
        self.version = sha256(everything.encode()).hexdigest()[:12]

    @property
    def page(self) -> StaticFile:
        """The HTML page itself."""
        return self._file(PAGE, self._contents[PAGE].replace(_VERSION, self.version))

    def asset(self, name: str) -> StaticFile:
        """Return a file that the page loads. Raises NotFound."""
        if name == PAGE or name not in self._contents:
            raise NotFound(f"The page has no file {name!r}.")
        return self._file(name, self._contents[name])

    def _file(self, name: str, content: str) -> StaticFile:
        return StaticFile(
            content=content,
            content_type=_TYPES[PurePath(name).suffix],
            etag=f'"{self.version}"',
        )
