"""Plain pages and llms.txt, judged by a Markdown parser."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from docsite import plain_pages

PROJECT = """
[project]
site_name = "Darkroom"
site_description = "Serverless image processing"
nav = [
  { "Darkroom" = "index.md" },
  { "Reference" = [{ "Errors" = "errors.md" }, { "Changelog" = "changelog.md" }] },
  { "Explanation" = [{ "Cost" = "howto/cost.md" }] },
]
"""
PAGES = {
    "index.md": "<!-- not run: x -->\n\n# Darkroom\n\n"
    "![plan](plan.svg)\n\nDarkroom [turns](errors.md) images.\nMore.",
    "errors.md": "# Errors\n\n| a | b |\n| - | - |\n\n```sh\nmake <!-- kept -->\n```\n\n"
    "Every error has a code:\n",
    "changelog.md": "# Changelog\n\n1. Machine\n\n## 2.0\n",
    "howto/cost.md": "# Cost\n\nIt costs $1.50 in us-east-1, e.g. for `a.jpg`. Not more.\n",
}


@pytest.fixture
def html(tmp_path: Path) -> Path:
    for folder in ("docs", "html"):
        for path, text in PAGES.items():
            (tmp_path / folder / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / "docs" / path).write_text(text)
    plain_pages.write(tmp_path / "docs", tmp_path / "html", PROJECT)
    return tmp_path / "html"


def items(tokens: list[Token]) -> Iterator[tuple[str, str, str]]:
    """Yield the title, target and note of each list item, which must begin with a link."""
    for before, token in zip(tokens, tokens[2:], strict=False):
        if before.type == "list_item_open":
            opened, title, closed, *rest = token.children or []
            assert (opened.type, closed.type) == ("link_open", "link_close")
            yield (
                title.content,
                str(opened.attrs["href"]),
                "".join(f"`{each.content}`" if each.type == "code_inline" else each.content for each in rest),
            )


def test_llms_txt_has_title_summary_and_lists_of_links(html: Path) -> None:
    tokens = MarkdownIt().parse((html / "llms.txt").read_text("utf-8"))

    kinds = [token.tag for token in tokens if token.type in {"heading_open", "blockquote_open"}]
    headings = [after.content for token, after in pairwise(tokens) if token.type == "heading_open"]
    assert kinds == ["h1", "blockquote", "h2", "h2", "h2", "h2"]
    assert headings == ["Darkroom", "Start", "Reference", "Explanation", "Optional"]
    assert list(items(tokens)) == [
        ("Darkroom", "index.md", ": Darkroom turns images."),
        ("Errors", "errors.md", ": Every error has a code"),
        ("Cost", "howto/cost.md", ": It costs $1.50 in us-east-1, e.g. for `a.jpg`."),
        ("Changelog", "changelog.md", ""),
    ]


def test_plain_pages_have_no_comments_outside_of_code(html: Path) -> None:
    assert (html / "index.md").read_text().startswith("# Darkroom\n\n![plan](plan.svg)\n")
    assert (html / "errors.md").read_text() == PAGES["errors.md"]
