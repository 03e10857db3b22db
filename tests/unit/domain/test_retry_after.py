"""The pauses between a caller's looks at an image."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain import retry_after
from chalicelib.models import Image, Status

NOW = datetime(2026, 1, 1, tzinfo=UTC)
MB = 10**6


def image(
    status: Status = Status.PENDING,
    *,
    waited: float = 0,
    size: int | None = 3 * MB,
    variants: int = 0,
    content_type: str = "image/jpeg",
) -> Image:
    """Return an image that was created, or claimed, `waited` seconds ago."""
    return Image(
        id="cat",
        key="images/cat/cat.jpg",
        filename="cat.jpg",
        owner="alice",
        status=status,
        created_at=NOW,
        updated_at=NOW - timedelta(seconds=waited),
        size=size,
        content_type=content_type,
        requested=tuple(map(str, range(variants))),
    )


@pytest.mark.parametrize(
    ("uploaded", "seconds"),
    [
        (image(size=100_000), 1),
        (image(size=100_000, variants=4), 1),
        (image(), 1),
        (image(size=None), 1),
        (image(variants=4), 2),
        (image(size=50 * MB), 3),
        (image(content_type="image/heic"), 2),
        (image(size=5_000 * MB), 30),
    ],
)
def test_the_first_look_depends_on_size_type_and_variants(uploaded: Image, seconds: int) -> None:
    assert retry_after.after_upload(uploaded) == seconds


def test_default_presets_count_like_requested_ones() -> None:
    assert retry_after.after_upload(image(), variants=4) == retry_after.after_upload(image(variants=4))


def test_while_a_run_is_on_time_the_next_look_is_at_its_end() -> None:
    large = 100 * MB
    pauses = [
        retry_after.after_look(image(Status.PROCESSING, size=large, waited=each), NOW) for each in (0, 1, 2)
    ]
    assert pauses == [4, 3, 2]


def looks_until(seconds: float, status: Status) -> int:
    at, looks = float(retry_after.after_upload(image())), 1
    while at < seconds:
        at += retry_after.after_look(image(status, waited=at), NOW)
        looks += 1
    return looks


@pytest.mark.parametrize("status", [Status.PENDING, Status.PROCESSING])
def test_looks_become_rare_if_a_run_is_late_or_repeated_after_a_failure(status: Status) -> None:
    assert [looks_until(each, status) for each in (1, 5, 60, 180)] == [1, 5, 15, 21]


@given(
    st.sampled_from([Status.PENDING, Status.PROCESSING]),
    st.floats(-60, 10**7),
    st.integers(0, 5 * 10**12),
    st.integers(0, 100),
)
def test_pauses_are_bounded_whole_seconds(status: Status, waited: float, size: int, variants: int) -> None:
    each = image(status, waited=waited, size=size, variants=variants)
    assert retry_after.after_upload(each) in range(1, 31)
    assert retry_after.after_look(each, NOW) in range(1, 31)
