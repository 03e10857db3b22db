"""The files of the upload page."""

import re
from pathlib import Path

import pytest

from chalicelib import errors
from chalicelib.api.static_files import StaticFiles
from chalicelib.domain import formats
from chalicelib.errors import NotFound

LIBRARY = Path(__file__).parents[3] / "chalicelib"
FILES = {
    path.name: path.read_text("utf-8")
    for folder in (LIBRARY / "web", LIBRARY / "embed")
    for path in folder.iterdir()
}


def files(**changed: str) -> StaticFiles:
    return StaticFiles({"index.html": "<p>{version}", "app.js": "start()"} | changed)


def test_the_page_contains_the_version_of_its_files() -> None:
    assert files().page.content == f"<p>{files().version}"


def test_the_version_changes_only_with_a_file() -> None:
    assert files().version == files().version
    assert files().version != files(**{"app.js": "end()"}).version
    assert files().page.etag != files(**{"app.js": "end()"}).page.etag


@pytest.mark.parametrize("name", ["index.html", "other.js", "../settings.py", ""])
def test_only_files_of_the_page_are_served(name: str) -> None:
    with pytest.raises(NotFound):
        files().asset(name)


@pytest.mark.parametrize("name", [name for name in FILES if name != "index.html"])
def test_every_file_has_the_content_type_that_browsers_require(name: str) -> None:
    types = {
        "js": "text/javascript; charset=utf-8",
        "css": "text/css; charset=utf-8",
        "svg": "image/svg+xml",
    }
    assert StaticFiles(FILES).asset(name).content_type == types[name.rpartition(".")[2]]


def test_the_page_loads_nothing_from_other_origins() -> None:
    for name, text in FILES.items():
        # URLs in comments are references.
        code = re.sub(r"^ *(\*|/\*\*|//).*$", "", text, flags=re.MULTILINE)
        code = code.replace('xmlns="http://www.w3.org/2000/svg"', "")
        assert not re.search(r"https?://", code), name


def test_the_page_has_no_inline_scripts_or_styles() -> None:
    page = FILES["index.html"]
    assert not re.search(r"<style|<script(?! type=\"module\" src=)|\s(style|on[a-z]+)=", page)


def test_the_file_input_accepts_all_formats() -> None:
    accepted = re.search(r'ACCEPTED =\s+"(.*?)"', FILES["upload_area.js"])
    assert accepted is not None
    # Not every system knows the media types of HEIC files and of JPEG files with this extension.
    assert set(accepted[1].split(",")) == {*formats.READABLE, ".heic", ".heif", ".hif", ".jfif"}


def codes(error: type[errors.DarkroomError]) -> set[str]:
    return {error.code, *(code for each in error.__subclasses__() for code in codes(each))}


IMAGE_CODES = codes(errors.Rejected) - {errors.Rejected.code}
REQUEST_CODES = {
    "insufficient_scope",
    "invalid_filename",
    "not_authenticated",
    "size_too_large",
    "unknown_preset",
}


@pytest.mark.parametrize("code", sorted(IMAGE_CODES | REQUEST_CODES))
def test_every_error_code_that_users_can_see_has_a_message(code: str) -> None:
    texts = FILES["texts_en.js"] + FILES["page_messages.js"]
    assert re.search(rf"^ +{code}:\s+[\"`]", texts, re.MULTILINE)
