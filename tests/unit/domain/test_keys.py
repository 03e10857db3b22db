"""S3 keys and image ids."""

from functools import partial
from typing import get_args
from urllib.parse import quote, urljoin

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chalicelib.domain import formats, keys
from chalicelib.models import Source
from chalicelib.models.presets import PresetName

SECRET = bytes(32)
RANDOM = "AbCdEfGhIjKlMnOpQrSt-_"
VERSION = "0123456789abcdef"
PREFIXES = keys.output_prefixes("ID", "images/photo.png")
PRESET_NAME = get_args(PresetName)[1].pattern
FILENAMES = st.text(min_size=1).filter(lambda name: "/" not in name)


@given(FILENAMES)
def test_the_id_of_an_upload_can_be_derived_from_its_key(filename: str) -> None:
    image_id = keys.new_image_id(RANDOM, filename)
    assert keys.is_image_id(image_id)
    assert keys.form_image_id(keys.source_key("images/", image_id, filename), "images/") == image_id


@given(st.text(min_size=1))
def test_every_key_has_an_id_in_the_same_format(path: str) -> None:
    assert keys.is_image_id(keys.object_image_id(f"images/{path}", SECRET))
    assert keys.is_image_id(keys.hashed_image_id(f"images/{path}"))


def test_the_id_of_an_object_is_an_hmac_of_its_key() -> None:
    # printf images/cat.jpg | openssl dgst -sha256 -hmac secret -binary | basenc --base64url | cut -c -28
    assert keys.object_image_id("images/cat.jpg", b"secret") == "yWiPTbWCT7VDcgV-bHCZa8eEO-H_"
    assert keys.object_image_id("images/cat.jpg", b"another secret") != "yWiPTbWCT7VDcgV-bHCZa8eEO-H_"


def test_the_id_of_a_request_with_a_key_is_an_hmac_and_its_checksum() -> None:
    # token=$(printf 'key#5#alice#my key' | openssl dgst -sha256 -hmac secret -binary | basenc --base64url)
    # printf "${token:0:22}/original" | openssl dgst -sha256 -binary | basenc --base64url | cut -c -6
    image_id = keys.keyed_image_id(b"secret", "alice", "my key")
    assert image_id == "2HaicBhjP6CeXDmCTtIZCW" + "08H51k"
    assert keys.form_image_id(f"images/{image_id}/original", "images/") == image_id
    assert keys.form_image_id(f"images/{image_id}/cat.jpg", "images/") is None
    assert keys.keyed_image_id(b"another secret", "alice", "my key") != image_id


@given(st.tuples(st.text(), st.text()), st.tuples(st.text(), st.text()))
@example(("a", "b#c"), ("a#b", "c"))
@example(("1", "1#a#b"), ("1#1", "a#b"))
def test_different_owners_or_keys_have_different_ids(one: tuple[str, str], other: tuple[str, str]) -> None:
    ids = {keys.keyed_image_id(SECRET, *each) for each in (one, other)}
    assert len(ids) == len({one, other})


def test_the_id_that_an_object_had_before_is_a_hash_of_its_key() -> None:
    # printf images/cat.jpg | openssl dgst -sha256 -binary | basenc --base64url | cut -c -28
    assert keys.hashed_image_id("images/cat.jpg") == "gNZz2LWzidPgPr08ZSj60Cv2SMka"


@given(FILENAMES)
def test_no_id_looks_like_a_command_line_option(name: str) -> None:
    assert not keys.new_image_id("-" * 22, name).startswith("-")
    assert not keys.object_image_id(f"images/{name}", SECRET).startswith("-")
    image_id = keys.new_image_id("-" * 22, name)
    assert keys.form_image_id(keys.source_key("images/", image_id, name), "images/") == image_id


def test_another_file_in_an_uploads_folder_is_not_from_the_form() -> None:
    image_id = keys.new_image_id(RANDOM, "cat.jpg")
    assert keys.form_image_id(f"images/{image_id}/dog.jpg", "images/") is None
    assert keys.form_image_id(f"images/{image_id}/below/cat.jpg", "images/") is None


def test_a_file_in_a_folder_that_looks_like_an_id_is_not_from_a_form() -> None:
    folder = "holiday-photos-2026-summer-x"
    assert keys.is_image_id(folder)
    assert keys.form_image_id(f"images/{folder}/a.jpg", "images/") is None


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("images/a.jpg", True),
        ("images/a/b c.jpg", True),
        ("images/", False),
        ("images/folder/", False),
        ("other/a.jpg", False),
        ("images.jpg", False),
    ],
)
def test_only_objects_below_the_prefix_are_sources(key: str, *, expected: bool) -> None:
    assert keys.is_source_key(key, "images/") is expected


@pytest.mark.parametrize(
    "other",
    [
        keys.version(Source(etag="e2", version_id="v1"), "f1"),
        keys.version(Source(etag="e1", version_id="v2"), "f1"),
        keys.version(Source(etag="e1", version_id=None), "f1"),
        keys.version(Source(etag="e1", version_id="v1"), "f2"),
    ],
)
def test_the_version_changes_with_etag_version_id_and_presets(other: str) -> None:
    version = keys.version(Source(etag="e1", version_id="v1"), "f1")
    assert version == keys.version(Source(etag="e1", version_id="v1", size=7), "f1")
    assert version != other


@given(
    st.one_of(FILENAMES.map(partial(keys.new_image_id, RANDOM)), st.text().map(keys.hashed_image_id)),
    st.from_regex(PRESET_NAME, fullmatch=True, alphabet=st.characters(codec="ascii")),
    st.sampled_from(sorted({each.extension for each in formats.FORMATS})),
)
def test_an_output_key_needs_no_encoding_in_a_url(image_id: str, name: str, extension: str) -> None:
    key = keys.output_key(image_id, VERSION, name, extension)
    assert urljoin("https://cdn.example/", quote(key, safe="/")) == f"https://cdn.example/{key}"
    assert key.split("/") == ["v", image_id, VERSION, f"{name}.{extension}"]


OUTPUTS = ["v/ID/0123456789abcdef/300x300.jpg", "images/photo.png/0123456789abcdef/300x300.jpg"]


@pytest.mark.parametrize("key", OUTPUTS)
def test_outputs_of_an_image_are_found_under_both_prefixes(key: str) -> None:
    found = [keys.is_output_key(key, prefix) for prefix in PREFIXES if key.startswith(prefix)]
    assert found == [True]


@pytest.mark.parametrize(
    "key",
    [
        "images/photo.png/below.png/0123456789abcdef/300x300.jpg",
        "images/photo.png/0123456789abcdef/below/300x300.jpg",
        "images/photo.png/0123456789ABCDEF/300x300.jpg",
        "images/photo.png/300x300.jpg",
    ],
)
def test_an_output_of_another_source_is_not_mistaken_for_one_of_this_source(key: str) -> None:
    assert not keys.is_output_key(key, "images/photo.png/")
