"""The documentation's pages and their code blocks."""

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

_EXCLUDED = re.compile(r"^ *<!-- not run: (.+) -->$", re.MULTILINE)
_BLOCK = re.compile(
    r"(?P<excluded>^ *<!-- not run: [^\n]+ -->\n)?"
    r"^ *```(?P<language>\w*)(?: title=\"(?P<title>[^\"]+)\")?\n"
    r"(?P<code>.*?)^ *```$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Block:
    """A code block. `title` is the file name to save it under, `run` whether the tests run it.

    A comment such as `<!-- not run: needs AWS -->` excludes the block below it; above the page's title, it
    excludes all blocks of the page.
    """

    language: str
    title: str | None
    code: str
    run: bool


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def blocks(page: Path) -> list[Block]:
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
