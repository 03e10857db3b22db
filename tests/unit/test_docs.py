"""README and documentation keep up with the code."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from chalicelib.config.settings import Settings
from docsite.configuration import described
from docsite.pages import EXTRA, generated
from tests.documents import PAGES, ROOT, blocks, name

DOCS = ROOT / "docs"


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_link_into_the_repository_leads_somewhere(page: Path) -> None:
    made = {(DOCS / path).resolve() for path in generated()}
    for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)\s#]+)", page.read_text("utf-8")):
        file = (page.parent / target).resolve()
        assert file.exists() or file in made, target


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_make_command_exists(page: Path) -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in re.findall(r"(?:^|`)make ([a-z]+)", page.read_text("utf-8"), re.MULTILINE):
        assert re.search(rf"^{target}:.*## ", makefile, re.MULTILINE), target


def test_every_setting_says_what_it_means() -> None:
    missing = set(Settings.__dataclass_fields__) - set(described(Settings))
    assert not missing, f"settings.py: a string below the field goes into the reference: {missing}"


def test_every_page_has_its_place_on_the_site() -> None:
    written = {page.relative_to(DOCS).as_posix() for page in DOCS.rglob("*.md")}
    missing = {*written, *EXTRA, *generated()} - set(places())
    assert not missing, f"zensical.toml: nav has no {missing}"


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_fence_is_read_as_a_block(page: Path) -> None:
    assert len(re.findall(r"^ *```", page.read_text("utf-8"), re.MULTILINE)) == 2 * len(blocks(page))


def places() -> list[str]:
    """Return the pages that the navigation leads to."""

    def leaves(entry: Any) -> list[str]:
        if isinstance(entry, str):
            return [entry]
        below = entry if isinstance(entry, list) else entry.values()
        return [leaf for item in below for leaf in leaves(item)]

    config = tomllib.loads((ROOT / "zensical.toml").read_text("utf-8"))
    return leaves(config["project"]["nav"])
