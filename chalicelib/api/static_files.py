"""The upload page's files, as they are sent. Pure: whoever makes it has read them."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePath
from types import MappingProxyType

from chalicelib.errors import NotFound

PAGE = "index.html"
_VERSION = "{version}"
_TYPES = MappingProxyType(
    {
        ".css": "text/css; charset=utf-8",
        ".html": "text/html; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WebFile:
    """One file; `etag` is an HTTP entity tag, quotes included."""

    content: str
    content_type: str
    etag: str


class StaticFiles:
    """All files, by name.

    `version` changes with any of them. The page asks for the others under it, so a browser may keep
    these for ever and never mixes files of two releases.
    """

    def __init__(self, contents: Mapping[str, str]) -> None:
        self._contents = contents
        everything = "\0".join(f"{name}\0{contents[name]}" for name in sorted(contents))
        self.version = sha256(everything.encode()).hexdigest()[:12]

    @property
    def page(self) -> WebFile:
        """The page itself."""
        return self._file(PAGE, self._contents[PAGE].replace(_VERSION, self.version))

    def asset(self, name: str) -> WebFile:
        """Return a file that the page asks for. Raises NotFound."""
        if name == PAGE or name not in self._contents:
            raise NotFound(f"The page has no file {name!r}")
        return self._file(name, self._contents[name])

    def _file(self, name: str, content: str) -> WebFile:
        return WebFile(
            content=content,
            content_type=_TYPES[PurePath(name).suffix],
            etag=f'"{self.version}"',
        )
