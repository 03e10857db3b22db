"""The README's table of features, which is a part of the table in docs/explanation/comparison.md.

`python -m docsite.feature_table` writes it, and in both tables the price in docs/cost.md.
"""

import posixpath
import re
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
COMPARISON = PurePosixPath("docs/explanation/comparison.md")
COST = ROOT / "docs" / "cost.md"
FEATURES = frozenset(
    {
        *("renders", "runs in", "component for your page", "each upload is limited in size and type"),
        *("handles duplicate, late and lost events", "CPU time of a JPEG thumbnail", "HEIC"),
        "video, PDF, documents",
        *("runs locally without an account", "you pay for"),
    }
)
"""The titles of the rows in the README."""

_TABLE = re.compile(r"(?:^\|.*\n)+", re.MULTILINE)
_TOTAL = re.compile(r"^Processing\n.*?^  Total +([\d.]+) USD", re.MULTILINE | re.DOTALL)
_PRICE = re.compile(r"(?<=\[)\d+(?= USD\]\(\.\./cost\.md\))")
_LINK = re.compile(r"\]\((?!https?:)([^)#]+)")


def priced(comparison: str) -> str:
    """Return the comparison with the price of processing that docs/cost.md shows, in whole US dollars."""
    total = float(_TOTAL.findall(COST.read_text("utf-8"))[0])
    return _PRICE.sub(f"{total:.0f}", comparison)


def table() -> str:
    """Return the table as Markdown, with links as the README needs them."""
    head, rule, *rows = _first_table((ROOT / COMPARISON).read_text("utf-8")).splitlines()
    chosen = [row for row in rows if row.split("|")[1].strip() in FEATURES]
    return "".join(f"{_LINK.sub(_from_root, line)}\n" for line in (head, rule, *chosen))


def replaced(readme: str) -> str:
    """Return the README with the current table in place of its first one."""
    return readme.replace(_first_table(readme), table(), 1)


def _first_table(page: str) -> str:
    return next(found[0] for found in _TABLE.finditer(page))


def _from_root(link: re.Match[str]) -> str:
    return f"]({posixpath.normpath(COMPARISON.parent / link[1])}"


if __name__ == "__main__":
    PAGE = ROOT / COMPARISON
    PAGE.write_text(priced(PAGE.read_text("utf-8")), "utf-8")
    README.write_text(replaced(README.read_text("utf-8")), "utf-8")
