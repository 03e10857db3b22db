"""When invalidations of single images give way to one of everything."""

import hashlib
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain import invalidation
from chalicelib.domain.invalidation import cache_tag
from chalicelib.models import FullInvalidation, InvalidationRequest
from tests.fakes import START

INTERVAL = invalidation.FULL_INTERVAL


def a_request(tag: str, seconds: float = 0, owner: str = "alice") -> InvalidationRequest:
    return InvalidationRequest(tag=tag, owner=owner, requested_at=START + timedelta(seconds=seconds))


REQUESTS = st.lists(
    st.builds(a_request, st.sampled_from("abc"), st.integers(0, 3), st.sampled_from(["alice", "bob"]))
)


def test_a_cache_tag_is_the_digest_that_the_guide_describes() -> None:
    # printf %s an-image | sha256sum | cut -c 1-32
    assert cache_tag("an-image") == hashlib.sha256(b"an-image").hexdigest()[:32]


def test_a_cache_tag_has_32_hex_digits_and_depends_on_the_case_of_the_id() -> None:
    tags = {cache_tag(each) for each in ("AbC", "aBc")}
    assert len(tags) == 2
    for tag in tags:
        assert len(tag) == 32
        int(tag, 16)


def test_the_newest_request_for_each_tag_is_kept() -> None:
    requests = [a_request("a", 2), a_request("a", 1), a_request("b", 1, "bob"), a_request("c")]
    assert invalidation.by_owner(requests) == {
        "alice": [a_request("c"), a_request("a", 2)],
        "bob": [a_request("b", 1, "bob")],
    }


@given(REQUESTS)
def test_no_tag_is_lost_or_repeated(requests: list[InvalidationRequest]) -> None:
    grouped = [each for group in invalidation.by_owner(requests).values() for each in group]
    assert sorted(each.tag for each in grouped) == sorted({each.tag for each in requests})


def test_an_invalidation_of_everything_stands_for_what_was_removed_well_before_it() -> None:
    full = FullInvalidation(claimed_at=START, is_new=False, accepted=START)
    requests = [a_request("before", -11), a_request("too close", -10), a_request("after", 1)]
    assert invalidation.not_covered(requests, full) == requests[1:]


def test_an_invalidation_that_was_not_accepted_stands_for_nothing() -> None:
    full = FullInvalidation(claimed_at=START, is_new=False)
    requests = [a_request("before", -3600)]
    assert invalidation.not_covered(requests, full) == requests


@pytest.mark.parametrize(
    ("passed", "wait"),
    [
        (timedelta(), INTERVAL),
        (timedelta(minutes=2), timedelta(minutes=3)),
        (timedelta(minutes=5), timedelta(seconds=1)),
        # the other function's clock is fast
        (timedelta(seconds=-5), INTERVAL),
    ],
)
def test_what_waits_comes_back_when_the_interval_is_over(passed: timedelta, wait: timedelta) -> None:
    full = FullInvalidation(claimed_at=START, is_new=False)
    assert invalidation.wait(full, START + passed) == wait


@given(REQUESTS, st.randoms(use_true_random=False))
def test_the_reference_depends_on_what_is_requested_and_not_on_the_order(
    requests: list[InvalidationRequest], random: Random
) -> None:
    shuffled = random.sample(requests, len(requests))
    assert invalidation.reference(shuffled) == invalidation.reference(requests)
    assert invalidation.reference([*requests, a_request("d")]) != invalidation.reference(requests)


def test_a_later_request_for_the_same_tag_has_another_reference() -> None:
    assert invalidation.reference([a_request("a")]) != invalidation.reference([a_request("a", 1)])
