"""The documentation site builds in strict mode, and every link in its plain pages resolves."""

import posixpath
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from local.process import ROOT

pytestmark = pytest.mark.timeout(120)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site."""
    out = tmp_path_factory.mktemp("site")
    built = subprocess.run(
        [sys.executable, "-m", "docsite", "--out", out],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert built.returncode == 0, built.stdout + built.stderr
    return out / "html"


def links(tokens: list[Token]) -> Iterator[str]:
    """Yield the targets of links and images."""
    for token in tokens:
        target = token.attrs.get("href") or token.attrs.get("src")
        if target:
            yield str(target)
        yield from links(token.children or [])


def local_links(page: Path) -> Iterator[str]:
    for target in links(MarkdownIt("commonmark").enable("table").parse(page.read_text("utf-8"))):
        parts = urlsplit(target)
        if not parts.scheme and parts.path:
            yield parts.path


def test_the_site_builds_without_broken_links(site: Path) -> None:
    assert "Tutorial" in (site / "index.html").read_text("utf-8")
    assert (site / "reference" / "configuration.html").exists()


def test_every_page_has_a_plain_one_beside_it(site: Path) -> None:
    pages = {page.relative_to(site) for page in site.rglob("*.html")} - {Path("404.html")}
    assert {page.with_suffix(".md") for page in pages} == {
        page.relative_to(site) for page in site.rglob("*.md")
    }


def test_every_link_in_plain_pages_leads_to_a_file(site: Path) -> None:
    pages = [site / "llms.txt", *sorted(site.rglob("*.md"))]
    found = [(page.relative_to(site), target) for page in pages for target in local_links(page)]

    assert len(found) > len(pages)
    assert [each for each in found if not (site / each[0].parent / each[1]).is_file()] == []


def test_llms_txt_lists_every_page_once(site: Path) -> None:
    listed = [posixpath.normpath(target) for target in local_links(site / "llms.txt")]
    assert sorted(listed) == sorted(page.relative_to(site).as_posix() for page in site.rglob("*.md"))
