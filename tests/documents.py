"""The pages of the documentation, and the blocks of code in them."""

import re
import textwrap
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "client" / "README.md",
    *sorted((ROOT / "docs").rglob("*.md")),
]

_MARK = re.compile(r"^ *<!-- not run: (.+) -->$", re.MULTILINE)
_BLOCK = re.compile(
    r"(?P<mark>^ *<!-- not run: [^\n]+ -->\n)?"
    r"^ *```(?P<language>\w*)(?: title=\"(?P<title>[^\"]+)\")?\n"
    r"(?P<code>.*?)^ *```$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Block:
    """`title` is the name of the file that the reader shall save it as. `run` is False below a mark.

    A mark is a comment, `<!-- not run: needs AWS -->`, right above the block, or above the page's title for
    all of its blocks.
    """

    language: str
    title: str | None
    code: str
    run: bool


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def blocks(page: Path) -> list[Block]:
    text = page.read_text("utf-8")
    marked = _MARK.match(text)
    return [
        Block(
            language=match["language"],
            title=match["title"],
            code=textwrap.dedent(match["code"]),
            run=not (marked or match["mark"]),
        )
        for match in _BLOCK.finditer(text)
    ]
