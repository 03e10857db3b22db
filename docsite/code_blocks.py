"""The code blocks of the documentation's pages."""

import re
import textwrap
from dataclasses import dataclass
from pathlib import Path

_EXCLUDED = re.compile(r"^ *<!-- not run: (.+) -->$", re.MULTILINE)
_BLOCK = re.compile(
    r"(?P<excluded>^ *<!-- not run: [^\n]+ -->\n)?"
    r"^ *```(?P<language>\w*)(?: title=\"(?P<title>[^\"]+)\")?\n"
    r"(?P<code>.*?)^ *```$",
    re.MULTILINE | re.DOTALL,
)
_AT_THE_END = ", at the end"


@dataclass(frozen=True)
class Block:
    """A code block. `title` is the file name to save it under, `run` whether the tests run it.

    A title such as `settings.py, at the end` means that the block is appended to a file. A comment such as
    `<!-- not run: needs AWS -->` excludes the block below it; above the page's title, it excludes all blocks
    of the page.
    """

    language: str
    title: str | None
    code: str
    run: bool

    @property
    def appended(self) -> bool:
        """Whether the block is appended to a file."""
        return (self.title or "").endswith(_AT_THE_END)

    @property
    def file(self) -> str:
        """The path of the file; empty if the block is none."""
        return (self.title or "").removesuffix(_AT_THE_END)


def blocks(page: Path) -> list[Block]:
    """Return the blocks of a page, in its order."""
    text = page.read_text("utf-8")
    excluded = _EXCLUDED.match(text)
    return [
        Block(
            language=match["language"],
            title=match["title"],
            code=textwrap.dedent(match["code"]),
            run=not (excluded or match["excluded"]),
        )
        for match in _BLOCK.finditer(text)
    ]
