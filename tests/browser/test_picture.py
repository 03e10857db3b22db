"""The `picture` elements of documents in Chromium, made from hostile texts, names and ids."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import pytest
from msgspec.structs import replace
from playwright.sync_api import Browser, Page, Route

from chalicelib.api.documents import ImageDocument
from chalicelib.api.links import Links
from chalicelib.aws.output_urls import PublicUrls
from chalicelib.models import Image, ImageMetadata, Variant
from tests.browser.hostile_texts import hostile_texts
from tests.contract.records import a_ready_image, an_image

NUMBER = 200
TYPES = {"image/avif": "avif", "image/webp": "webp", "image/jpeg": "jpg"}
PAGE = "https://page.example/"
RECORD_SCRIPTS = "window.hits = []; window.hit = () => { window.hits.push(1); };"
SIZES = "(max-width: 1600px) 100vw, 1600px"
# What a picture consists of: elements with their attributes in order, and the file that the browser chooses.
DESCRIBE = """() => [...document.body.children].map((section) => ({
  tag: section.tagName,
  children: [...section.childNodes].map((child) => child.nodeName),
  elements: [...section.querySelectorAll("*")].map((element) => ({
    tag: element.tagName,
    attributes: [...element.attributes].map(({ name, value }) => [name, value]),
  })),
  chosen: section.querySelector("img")?.currentSrc,
}))"""
# A policy as strict as pages have it: no inline styles, no inline scripts.
POLICY = "default-src 'none'; img-src https:; style-src 'self'"


@dataclass(frozen=True)
class Case:
    """A document that contains a hostile text everywhere."""

    text: str
    url_of: Callable[[str], str]

    @property
    def image(self) -> Image:
        claimed = an_image(filename=self.text)
        variants = tuple(
            Variant(
                name="small",
                key=f"images/{self.text}/{self.text}.jpg/0123456789abcdef/{width}.{extension}",
                content_type=content_type,
                width=width,
                height=width * 3 // 4,
                size=1,
            )
            for content_type, extension in TYPES.items()
            for width in (400, 1600)
        )
        metadata = ImageMetadata(alt=self.text, external_id=self.text, tags=(self.text,))
        return replace(a_ready_image(claimed), variants=variants, metadata=metadata)

    @property
    def html(self) -> str:
        return ImageDocument.of(self.image, Links(url_of=self.url_of, kernel=True)).html

    def url(self, width: int, extension: str) -> str:
        [key] = [v.key for v in self.image.variants if v.key.endswith(f"{width}.{extension}")]
        return self.url_of(key)


def raw(number: int) -> Callable[[str], str]:
    """Return URLs that are not even encoded. They differ before any `#`: Chromium compares them to there."""
    return lambda key: f"https://raw.example/{number}/{key}"


def without_surrogates(text: str) -> str:
    return re.sub("[\ud800-\udfff]", "", text)


TEXTS = hostile_texts(NUMBER)
CASES = [
    *(Case(text, raw(number)) for number, text in enumerate(TEXTS)),
    # S3's keys are UTF-8, which has no surrogates.
    *(Case(without_surrogates(text), PublicUrls("https://cdn.example")) for text in TEXTS[::5]),
]


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 300, "height": 300})
    page = context.new_page()
    page.add_init_script(RECORD_SCRIPTS)
    yield page
    context.close()


def opened(page: Page, body: str, **headers: str) -> None:
    """Open a page with this body; all other requests fail."""
    text = f"<!doctype html><meta charset=utf-8><title>Images</title><body>{body}"

    def respond(route: Route) -> None:
        if route.request.url == PAGE:
            route.fulfill(body=text.encode(), content_type="text/html; charset=utf-8", headers=headers)
        else:
            route.abort()

    page.unroute_all()
    page.route("**/*", respond)
    page.goto(PAGE)


def parsed(text: str) -> str:
    """Return the text as a parser reads it."""
    return re.sub("[\0\ud800-\udfff]", "\N{REPLACEMENT CHARACTER}", text)


def in_srcset(url: str) -> str:
    return parsed(re.sub("[ \t\n\f\r,]", lambda separator: quote(separator[0]), url))


def expected(case: Case) -> list[dict[str, Any]]:
    srcsets = {
        content_type: ", ".join(f"{in_srcset(case.url(width, extension))} {width}w" for width in (400, 1600))
        for content_type, extension in TYPES.items()
    }
    sources = [
        [["type", content_type], ["srcset", srcsets[content_type]], ["sizes", SIZES]]
        for content_type in ("image/avif", "image/webp")
    ]
    img = [
        ["loading", "lazy"],
        ["decoding", "async"],
        ["src", parsed(case.url(1600, "jpg"))],
        ["srcset", srcsets["image/jpeg"]],
        ["sizes", SIZES],
        ["width", "1600"],
        ["height", "1200"],
        ["alt", parsed(case.text)],
        ["data-color", "#aabbcc"],
        ["data-thumbhash", "1QcSHQRnh493V4dIh4eXh1h4kJUI"],
    ]
    return [
        {"tag": "PICTURE", "attributes": []},
        *({"tag": "SOURCE", "attributes": attributes} for attributes in sources),
        {"tag": "IMG", "attributes": img},
    ]


def sections(cases: list[Case]) -> str:
    return "".join(f"<section>{case.html}</section>" for case in cases)


def test_hostile_texts_change_no_element_and_run_no_script(page: Page) -> None:
    opened(page, sections(CASES))
    found = page.evaluate(DESCRIBE)
    assert len(found) == len(CASES) == NUMBER + NUMBER // 5
    for case, section in zip(CASES, found, strict=True):
        assert (section["tag"], section["children"]) == ("SECTION", ["PICTURE"]), repr(case.text)
        assert section["elements"] == expected(case), repr(case.text)
    assert page.evaluate("window.hits") == []


def test_a_browser_reads_each_entry_of_a_srcset_as_one_url(page: Page) -> None:
    """It chooses the narrowest file of the first source."""
    cases = CASES[:NUMBER]
    opened(page, sections(cases).replace('loading="lazy"', 'loading="eager"'))
    urls = [in_srcset(case.url(400, "avif")) for case in cases]
    resolved = page.evaluate("(urls) => urls.map((url) => new URL(url, document.baseURI).href)", urls)
    assert [section["chosen"] for section in page.evaluate(DESCRIBE)] == resolved


def test_a_script_that_does_break_out_is_noticed(page: Page) -> None:
    [text] = [each for each in TEXTS if each == '"><script>hit()</script>']
    opened(page, f'<img alt="{text}">')
    assert page.evaluate("window.hits") == [1]


def test_a_page_with_a_strict_policy_reports_no_violation(page: Page) -> None:
    violations: list[str] = []
    page.on("console", lambda line: violations.append(line.text))
    opened(page, sections(CASES[:20]), **{"Content-Security-Policy": POLICY})
    about_policy = [line for line in violations if "Security Policy" in line]
    assert about_policy == []
    opened(page, '<img style="background: red">', **{"Content-Security-Policy": POLICY})
    assert [line for line in violations if "Security Policy" in line] != []


def test_a_style_sheet_can_show_the_placeholder(page: Page) -> None:
    style = "<style>img[data-color] { background: attr(data-color type(<color>)) }</style>"
    opened(page, f"{style}{CASES[0].html}")
    color = page.evaluate("getComputedStyle(document.querySelector('img')).backgroundColor")
    assert color == "rgb(170, 187, 204)"
