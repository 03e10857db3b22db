"""The page's files, and what they promise each other."""

import re
from pathlib import Path

import pytest

from chalicelib import errors
from chalicelib.api.static_files import StaticFiles
from chalicelib.domain import formats
from chalicelib.errors import NotFound

FOLDER = Path(__file__).parents[3] / "chalicelib" / "web"
FILES = {path.name: path.read_text("utf-8") for path in FOLDER.iterdir()}


def files(**changed: str) -> StaticFiles:
    return StaticFiles({"index.html": "<p>{version}", "app.js": "start()"} | changed)


def test_the_page_asks_for_its_files_by_their_version() -> None:
    assert files().page.content == f"<p>{files().version}"


def test_the_version_stays_until_a_file_changes() -> None:
    assert files().version == files().version
    assert files().version != files(**{"app.js": "end()"}).version
    assert files().page.etag != files(**{"app.js": "end()"}).page.etag


@pytest.mark.parametrize("name", ["index.html", "other.js", "../settings.py", ""])
def test_only_files_of_the_page_are_sent(name: str) -> None:
    with pytest.raises(NotFound):
        files().asset(name)


@pytest.mark.parametrize("name", [name for name in FILES if name != "index.html"])
def test_every_file_has_the_type_that_browsers_insist_on(name: str) -> None:
    kinds = {"js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8"}
    assert StaticFiles(FILES).asset(name).content_type == kinds[name.rpartition(".")[2]]


def test_the_page_needs_nothing_from_elsewhere() -> None:
    for name, text in FILES.items():
        # links in comments say where a format is described
        code = re.sub(r"^ ?(\*|/\*\*).*$", "", text, flags=re.MULTILINE)
        assert not re.search(r"https?://", code), name


def test_the_page_has_neither_inline_script_nor_style() -> None:
    page = FILES["index.html"]
    assert not re.search(r"<style|<script(?! type=\"module\" src=)|\s(style|on[a-z]+)=", page)


def test_the_choice_of_files_offers_what_can_be_read_everywhere() -> None:
    chosen = re.search(r'id="files".*?accept="(.*?)"', FILES["index.html"], re.DOTALL)
    assert chosen is not None
    # without HEIC, iOS hands out its images as JPEG
    assert set(chosen[1].split(",")) == set(formats.READABLE) - {"image/heic"}


def codes(kind: type[errors.DarkroomError]) -> set[str]:
    return {kind.code, *(code for each in kind.__subclasses__() for code in codes(each))}


IMAGES = codes(errors.Rejected) - {errors.Rejected.code}
CALLS = {"insufficient_scope", "invalid_filename", "not_authenticated", "size_too_large", "unknown_preset"}


@pytest.mark.parametrize("code", sorted(IMAGES | CALLS))
def test_every_error_code_that_users_can_see_has_a_message(code: str) -> None:
    assert re.search(rf"^  {code}: \"", FILES["messages.js"], re.MULTILINE)
