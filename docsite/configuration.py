"""The page about the settings, from `chalicelib.config.settings` and the strings below its fields.

`python -m docsite.configuration` writes it to docs/, for those who read there.
"""

import ast
import inspect
from dataclasses import MISSING, fields
from itertools import pairwise
from pathlib import Path

from chalicelib.config.settings import Settings

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "configuration.md"
_HEAD = """\
# Configuration

Environment variables, read once; a missing or wrong one stops the program with its name. A stage has them in
`.chalice/config.json`, the local stack in `.local/env`.

| Variable | Default | Meaning |
| --- | --- | --- |
"""


def page() -> str:
    """Return the page as Markdown."""
    meanings = described(Settings)
    rows = [
        f"| `{field.name.upper()}` | {_shown(field.default)} | {meanings[field.name]} |\n"
        for field in fields(Settings)
    ]
    return _HEAD + "".join(rows)


def described(kind: type) -> dict[str, str]:
    """Return the string below each field of a class, on one line; fields without one are left out."""
    (body,) = (
        node.body for node in ast.parse(inspect.getsource(kind)).body if isinstance(node, ast.ClassDef)
    )
    found = {}
    for field, below in pairwise(body):
        match field, below:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(text))):
                found[name] = " ".join(text.split())
    return found


def _shown(default: object) -> str:
    if default is MISSING:
        return "required"
    if default is None or default == ():
        return "none"
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
