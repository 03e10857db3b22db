"""The local CDN caches as CloudFront does: by headers, within the distribution's limits."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from local.cdn.cache import MAX_ENTRIES, Cache, lifetime
from local.cdn.distribution import Lifetimes
from local.cdn.origins import Answer

KEY = ("GET", "/d/a.avif")
ON_DEMAND = Lifetimes(minimum=0, default=0, maximum=31_536_000)
OPTIMIZED = Lifetimes(minimum=1, default=86_400, maximum=31_536_000)
TAG = "x-amz-meta-cache-tag"


class Clock:
    """Stands still. `read` is released each time a request looks at it, which is before it waits."""

    def __init__(self) -> None:
        self.now = 0.0
        self.read = threading.Semaphore(0)

    def __call__(self) -> float:
        self.read.release()
        return self.now


def fetching(seconds: int, *answers: Answer) -> Callable[[], tuple[Answer, int]]:
    """Return a function that returns each answer once."""
    remaining = iter(answers)
    return lambda: (next(remaining), seconds)


@pytest.mark.parametrize(
    ("control", "limits", "seconds"),
    [
        ("public, max-age=31536000, immutable", ON_DEMAND, 31_536_000),
        ("public, max-age=60", ON_DEMAND, 60),
        ("max-age=60, s-maxage=5", ON_DEMAND, 5),
        ("max-age=99999999", ON_DEMAND, 31_536_000),
        ("no-store", ON_DEMAND, 0),
        ("private, max-age=900", ON_DEMAND, 0),
        ("", ON_DEMAND, 0),
        ("no-store", OPTIMIZED, 1),
        ("", OPTIMIZED, 86_400),
    ],
)
def test_headers_decide_within_the_limits(control: str, limits: Lifetimes, seconds: int) -> None:
    headers = {"cache-control": control} if control else {}
    assert lifetime(Answer(200, headers), limits) == seconds


def test_a_response_is_kept_until_it_expires() -> None:
    clock = Clock()
    cache = Cache(TAG, clock)
    first, second = Answer(200, {}, b"1"), Answer(200, {}, b"2")
    fetch = fetching(60, first, second)
    clock.now = 100
    assert [cache.answer(KEY, fetch), cache.answer(KEY, fetch)] == [first, first]
    clock.now = 160
    assert cache.answer(KEY, fetch) == second


def test_without_a_lifetime_each_request_is_sent_on() -> None:
    cache = Cache(TAG)
    first, second = Answer(302, {}), Answer(200, {})
    fetch = fetching(0, first, second)
    assert [cache.answer(KEY, fetch), cache.answer(KEY, fetch)] == [first, second]


def test_other_paths_and_methods_have_other_responses() -> None:
    cache = Cache(TAG)
    answers = [Answer(200, {}, b"1"), Answer(200, {}, b"2"), Answer(200, {})]
    fetch = fetching(60, *answers)
    keys = [KEY, ("GET", "/d/b.avif"), ("HEAD", "/d/a.avif")]
    assert [cache.answer(key, fetch) for key in keys] == answers


@pytest.mark.parametrize("path", ["#tag", "/*", "/d/a.avif"])
def test_an_invalidation_drops_what_it_names(path: str) -> None:
    cache = Cache(TAG)
    old, other, new = Answer(200, {TAG: "tag"}), Answer(200, {TAG: "other"}), Answer(200, {})
    fetch = fetching(60, old, other, new)
    cache.answer(KEY, fetch)
    cache.answer(("GET", "/d/b.avif"), fetch)
    cache.invalidate(["#unknown", "/unknown"])
    assert cache.answer(KEY, fetch) == old
    cache.invalidate([path])
    assert cache.answer(KEY, fetch) == new


def test_an_invalidation_by_tag_keeps_the_rest() -> None:
    cache = Cache(TAG)
    other = Answer(200, {TAG: "other"})
    cache.answer(KEY, fetching(60, other))
    cache.invalidate(["#tag"])
    assert cache.answer(KEY, fetching(60)) == other


def test_the_oldest_response_makes_room() -> None:
    cache = Cache(TAG)
    for number in range(MAX_ENTRIES + 1):
        cache.answer(("GET", str(number)), fetching(60, Answer(200, {})))
    again = Answer(200, {}, b"again")
    assert cache.answer(("GET", "0"), fetching(60, again)) == again
    assert cache.answer(("GET", str(MAX_ENTRIES)), fetching(60)) == Answer(200, {})


def test_simultaneous_requests_get_one_answer_even_if_nothing_may_store_it() -> None:
    clock = Clock()
    cache = Cache(TAG, clock)

    def slow() -> tuple[Answer, int]:
        for _ in range(4):
            assert clock.read.acquire(timeout=30)
        return Answer(302, {}), 0

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: cache.answer(KEY, slow), range(4)))
    assert answers == [Answer(302, {})] * 4
    assert cache.answer(KEY, fetching(0, Answer(200, {}))) == Answer(200, {})


def test_a_failure_is_not_kept() -> None:
    cache = Cache(TAG)

    def fail() -> tuple[Answer, int]:
        raise OSError("the origin is gone")

    with pytest.raises(OSError, match="the origin is gone"):
        cache.answer(KEY, fail)
    assert cache.answer(KEY, fetching(0, Answer(200, {}))) == Answer(200, {})
