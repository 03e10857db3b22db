"""The README and the documentation match the code."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from chalicelib.config.settings import Settings
from docsite.code_blocks import blocks
from docsite.pages import EXTRA, generated
from ops.templates.settings import described
from tests.documents import PAGES, ROOT, name

DOCS = ROOT / "docs"


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_link_into_the_repository_has_a_target(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)\s#]+)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_link_to_a_heading_has_a_target(page: Path) -> None:
    for target, anchor in re.findall(r"\]\((?!https?:)([^)\s#]*\.md)?#([^)\s]+)\)", page.read_text("utf-8")):
        linked = (page.parent / target).resolve() if target else page
        assert anchor in anchors(linked), f"{target}#{anchor}"


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as GitHub makes them."""
    prose = re.sub(r"^ *```.*?^ *```$", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    titles = re.findall(r"^#+ (.+)$", prose, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_make_command_exists(page: Path) -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in re.findall(r"(?:^|`)make ([a-z]+)", page.read_text("utf-8"), re.MULTILINE):
        assert re.search(rf"^{target}:.*## ", makefile, re.MULTILINE), target


def test_every_setting_has_a_description() -> None:
    missing = set(Settings.__struct_fields__) - set(described(Settings))
    assert not missing, f"settings.py: add a docstring below these fields for the reference: {missing}"


def test_every_page_is_in_the_navigation() -> None:
    written = {page.relative_to(DOCS).as_posix() for page in DOCS.rglob("*.md")}
    missing = {*written, *EXTRA, *generated()} - set(places())
    assert not missing, f"zensical.toml: nav has no {missing}"


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_code_fence_is_parsed_as_a_block(page: Path) -> None:
    assert len(re.findall(r"^ *```", page.read_text("utf-8"), re.MULTILINE)) == 2 * len(blocks(page))


def places() -> list[str]:
    """Return the pages in the navigation."""

    def leaves(entry: Any) -> list[str]:
        if isinstance(entry, str):
            return [entry]
        below = entry if isinstance(entry, list) else entry.values()
        return [leaf for item in below for leaf in leaves(item)]

    config = tomllib.loads((ROOT / "zensical.toml").read_text("utf-8"))
    return leaves(config["project"]["nav"])


def test_the_readme_s_page_is_that_of_the_guide_which_runs_in_a_browser() -> None:
    (page,) = (block.code for block in blocks(ROOT / "README.md") if block.language == "html")
    guide = (DOCS / "howto" / "html-upload.md").read_text("utf-8")
    assert [line for line in page.splitlines() if line not in guide] == []
