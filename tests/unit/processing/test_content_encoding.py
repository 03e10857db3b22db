"""Objects with a Content-Encoding are decompressed before they are inspected."""

import gzip
import tracemalloc
import zlib
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.errors import CorruptImage, FileTooLarge, Rejected, UnsupportedFormat
from chalicelib.processing.content_encoding import decode
from chalicelib.processing.outcome import Outcome
from tests.unit.deployment import KEY
from tests.unit.in_memory_app import InMemoryApp

CONTENT = b"image" * 100


@pytest.mark.parametrize("name", ["gzip", "x-gzip", "GZIP", "aws-chunked,gzip", "gzip, aws-chunked"])
def test_gzip_is_decompressed(name: str) -> None:
    assert decode(gzip.compress(CONTENT), name, len(CONTENT)) == CONTENT


def test_content_that_was_compressed_twice_is_decompressed_twice() -> None:
    twice = gzip.compress(gzip.compress(CONTENT))
    assert decode(twice, "gzip, gzip", len(CONTENT)) == CONTENT
    assert decode(twice, "gzip", len(twice)) == gzip.compress(CONTENT)


def test_several_gzip_members_are_one_file() -> None:
    compressed = gzip.compress(CONTENT[:7]) + gzip.compress(b"") + gzip.compress(CONTENT[7:])
    assert decode(compressed, "gzip", len(CONTENT)) == CONTENT


def test_data_after_the_last_gzip_member_is_ignored() -> None:
    assert decode(gzip.compress(CONTENT) + bytes(512), "gzip", len(CONTENT)) == CONTENT


@pytest.mark.parametrize("name", [None, "", "identity", "base64", "utf-8", "aws-chunked", "gzip"])
def test_content_that_is_not_compressed_stays_as_it_is(name: str | None) -> None:
    assert decode(CONTENT, name, 1) == CONTENT


def test_compressed_content_without_the_header_stays_as_it_is() -> None:
    assert decode(gzip.compress(CONTENT), None, 1).startswith(b"\x1f\x8b")


@pytest.mark.parametrize("name", ["br", "zstd", "deflate", "gzip, br"])
def test_another_compression_is_named(name: str) -> None:
    with pytest.raises(UnsupportedFormat, match=name.rpartition(" ")[2]):
        decode(CONTENT, name, len(CONTENT))


def test_decompressing_stops_at_the_limit() -> None:
    bomb = gzip.compress(bytes(10_000_000))
    with pytest.raises(FileTooLarge, match="1000 bytes"):
        decode(bomb, "gzip", 1000)
    with pytest.raises(FileTooLarge):
        decode(gzip.compress(b"a" * 600) * 2, "gzip", 1000)


def test_the_number_of_gzip_members_is_limited() -> None:
    assert decode(gzip.compress(b"a") * 64, "gzip", 1000) == b"a" * 64
    with pytest.raises(UnsupportedFormat, match="64 members"):
        decode(gzip.compress(b"a") * 65, "gzip", 1000)


def test_data_that_ends_early_is_corrupt() -> None:
    with pytest.raises(CorruptImage, match="ends early"):
        decode(gzip.compress(CONTENT)[:-9], "gzip", len(CONTENT))


def test_a_wrong_checksum_is_corrupt() -> None:
    compressed = bytearray(gzip.compress(CONTENT))
    compressed[-5] ^= 1
    with pytest.raises(CorruptImage, match="damaged"):
        decode(bytes(compressed), "gzip", len(CONTENT))


@given(st.binary(max_size=60))
def test_damaged_data_is_only_ever_rejected(tail: bytes) -> None:
    start = zlib.compressobj(wbits=31).compress(CONTENT)
    with suppress(Rejected):
        assert len(decode(start + tail, "gzip", 1000)) <= 1000


def test_an_object_stored_with_gzip_is_processed() -> None:
    app = InMemoryApp()
    source = app.put(gzip.compress(CONTENT))
    app.sources.objects[KEY] = replace(app.sources.objects[KEY], content_encoding="gzip")
    assert app.reconcile(source) is Outcome.READY
    assert all(content.startswith(CONTENT) for content in app.outputs.stored.values())


def test_decompression_stops_right_after_the_limit() -> None:
    bomb = gzip.compress(bytes(50_000_000))
    tracemalloc.start()
    with pytest.raises(FileTooLarge):
        decode(bomb, "gzip", 1000)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5_000_000
