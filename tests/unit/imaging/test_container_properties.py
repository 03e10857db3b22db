"""Readers of containers accept or reject any file, whatever is damaged."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.errors import Rejected
from chalicelib.imaging.containers.read import read
from tests.unit.imaging.hidden_places import PLACES

START = 400
damage = st.lists(st.tuples(st.integers(0, START), st.binary(min_size=1, max_size=4)), max_size=6)


@pytest.mark.parametrize("format_", ["jpeg", "png", "webp"])
@settings(max_examples=150)
@given(number=st.integers(0, 50), damage=damage, cut=st.integers(0, START), joined=st.booleans())
def test_a_damaged_file_is_read_or_rejected(
    format_: str, number: int, damage: list[tuple[int, bytes]], cut: int, *, joined: bool
) -> None:
    files = [content for place, content in PLACES.items() if place.lower().startswith(format_)]
    content = files[number % len(files)]
    for at, replacement in damage:
        content = content[:at] + replacement + content[at + len(replacement) :]
    changed = content + content[12:] if joined else content[: len(content) - cut]
    with contextlib.suppress(Rejected):
        container = read(changed, format_, 3)
        assert read(container.stream, format_, 3).stream == container.stream
