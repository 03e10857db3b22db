"""The HTML of images, read by the standard library's parser."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.api.picture import html_escape, picture
from chalicelib.api.source_documents import SourceDocument
from tests.unit.html_elements import read

JPEG = SourceDocument(type="image/jpeg", src="a.jpg", srcset="a.jpg 400w", width=400, height=300)
AVIF = SourceDocument(type="image/avif", src="a.avif", srcset="a.avif 800w", width=800, height=600)


def test_an_image_without_sources_has_no_html() -> None:
    assert picture((), alt="text", placeholder=None) == ""


def test_the_last_source_is_the_img_and_the_widest_one_gives_the_size() -> None:
    _, (source, avif), (img, jpeg) = read(picture((AVIF, JPEG), alt="A cat", placeholder=None))
    sizes = "(max-width: 800px) 100vw, 800px"
    assert (source, avif) == ("source", {"type": "image/avif", "srcset": "a.avif 800w", "sizes": sizes})
    assert img == "img"
    assert (jpeg["src"], jpeg["srcset"], jpeg["sizes"]) == ("a.jpg", "a.jpg 400w", sizes)
    assert (jpeg["width"], jpeg["height"], jpeg["alt"]) == ("800", "600", "A cat")


@pytest.mark.parametrize("alt", [None, ""])
def test_an_image_without_a_text_is_decorative(alt: str | None) -> None:
    _, (_, img) = read(picture((JPEG,), alt=alt, placeholder=None))
    assert img["alt"] == ""


def test_there_is_no_inline_style() -> None:
    assert "style" not in picture((AVIF, JPEG), alt="", placeholder=None)


@given(st.text(st.characters(exclude_categories=()) | st.sampled_from("\"'<>&\0\r\n;# ")))
def test_any_text_is_read_back(text: str) -> None:
    [(_, attributes)] = read(f'<img alt="{html_escape(text)}">')
    assert attributes["alt"] == re.sub("[\0\ud800-\udfff]", "\ufffd", text)
    html_escape(text).encode()
