"""The media type that an upload form fixes."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain import content_types, formats
from chalicelib.domain.content_types import UNKNOWN, of_upload
from chalicelib.errors import UnsupportedContentType

SAY_NOTHING = [None, "", " ", UNKNOWN, "binary/octet-stream", "*/*", "image/*", "APPLICATION/Octet-Stream"]
NOT_IMAGES = [
    "notes.txt",
    "page.HTML",
    "drawing.svg",
    "a.pdf",
    "setup.exe",
    "cat.jpg.gz",
    "a.tar.Z",
    "a.svgz",
]
EXTENSIONS = {
    "image/jpeg": ["jpg", "jpeg", "jpe", "jfif", "pjpeg", "pjp"],
    "image/png": ["png", "apng"],
    "image/webp": ["webp"],
    "image/gif": ["gif"],
    "image/avif": ["avif"],
    "image/tiff": ["tif", "tiff"],
    "image/bmp": ["bmp", "dib"],
    "image/heic": ["heic", "heif", "hif"],
}
ALIASES = [
    *("image/jpg", "image/pjpeg", "image/x-png", "image/apng", "image/x-bmp", "image/x-ms-bmp"),
    *("image/x-tiff", "image/heif", "image/heic-sequence"),
]
declared_types = st.sampled_from([*formats.CONTENT_TYPES])
parameters = st.sampled_from(["", ";", "; charset=binary", ";charset=utf-8;q=1", ' ; a="b;c"'])
names = st.text(st.characters(exclude_characters="/", exclude_categories=["Cs"]), min_size=1)


@pytest.mark.parametrize("declared", SAY_NOTHING)
@pytest.mark.parametrize(("content_type", "extensions"), EXTENSIONS.items())
def test_the_extension_decides_if_the_type_says_nothing(
    declared: str | None, content_type: str, extensions: list[str]
) -> None:
    for extension in extensions:
        for name in (
            f"cat.{extension}",
            f"cat.{extension.upper()}",
            f"my.cat.{extension}",
            f"cat.{extension} ",
        ):
            assert of_upload(declared, name) == content_type


@pytest.mark.parametrize("declared", SAY_NOTHING)
@pytest.mark.parametrize(
    "name", ["photo", ".jpg", "photo.", "Berlin 3.12.2026", "photo.bin", "IMG.xyz", "猫"]
)
def test_a_file_that_can_be_an_image_is_accepted_as_unknown(declared: str | None, name: str) -> None:
    assert of_upload(declared, name) == UNKNOWN


@pytest.mark.parametrize("declared", SAY_NOTHING)
@pytest.mark.parametrize("name", NOT_IMAGES)
def test_a_file_whose_name_speaks_against_an_image_is_refused(declared: str | None, name: str) -> None:
    with pytest.raises(UnsupportedContentType, match=r"The file's extension is \.\w+; ") as caught:
        of_upload(declared, name)
    assert caught.value.field == "content_type"


@pytest.mark.parametrize(
    "declared", ["text/html", "image/svg+xml", "video/mp4", "image", "jpg", "image/jpeg,", "/"]
)
@pytest.mark.parametrize("name", ["cat.jpg", "photo"])
def test_a_declared_type_of_something_else_is_refused_whatever_the_name(declared: str, name: str) -> None:
    with pytest.raises(
        UnsupportedContentType, match=f"The content type is {re.escape(declared)}; use one of"
    ):
        of_upload(f"{declared}; charset=utf-8", name)


@pytest.mark.parametrize("declared", ALIASES)
def test_aliases_are_accepted_as_they_are(declared: str) -> None:
    assert of_upload(declared, "photo") == declared


@given(declared_types, parameters, names)
def test_a_declared_image_is_accepted_whatever_the_name_and_the_parameters(
    declared: str, more: str, name: str
) -> None:
    assert of_upload(f" {declared.upper()}{more}", name) == declared


@given(st.one_of(st.none(), st.text()), names)
def test_the_result_is_an_image_or_unknown_and_stays_the_same(declared: str | None, name: str) -> None:
    try:
        content_type = of_upload(declared, name)
    except UnsupportedContentType:
        return
    assert content_type in {*formats.CONTENT_TYPES, UNKNOWN}
    assert of_upload(content_type, name) == content_type


@given(names)
def test_a_type_that_says_nothing_is_as_good_as_none(name: str) -> None:
    results = set()
    for declared in SAY_NOTHING:
        try:
            results.add(of_upload(declared, name))
        except UnsupportedContentType as error:
            results.add(str(error))
    assert len(results) == 1


def test_no_extension_belongs_to_two_formats_or_to_other_files() -> None:
    extensions = [extension for each in formats.FORMATS for extension in each.extensions]
    assert len(extensions) == len(set(extensions))
    assert {each.extension for each in formats.FORMATS} <= set(extensions)
    assert len(formats.CONTENT_TYPES) == sum(1 + len(each.aliases) for each in formats.FORMATS)
    assert content_types.UNKNOWN not in formats.CONTENT_TYPES
