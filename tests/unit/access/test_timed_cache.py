"""A value that is kept for a while."""

from datetime import timedelta
from itertools import count

import pytest

from chalicelib.access.timed_cache import TimedCache
from tests.fakes import FakeClock


def test_the_value_is_read_at_most_once_a_minute() -> None:
    clock, numbers = FakeClock(), count(1)
    cache = TimedCache(read=lambda: next(numbers), clock=clock)
    assert [cache(), cache()] == [1, 1]
    clock.advance(timedelta(seconds=59))
    assert cache() == 1
    clock.advance(timedelta(seconds=1))
    assert [cache(), cache()] == [2, 2]


@pytest.mark.parametrize("value", [None, 0, b""])
def test_an_empty_value_is_kept_too(value: object) -> None:
    values = iter([value, "another"])
    cache = TimedCache(read=lambda: next(values), clock=FakeClock())
    assert [cache(), cache()] == [value, value]


def test_an_error_is_not_kept() -> None:
    results: list[object] = [ValueError("busy"), "value"]

    def read() -> object:
        result = results.pop(0)
        if isinstance(result, ValueError):
            raise result
        return result

    cache = TimedCache(read=read, clock=FakeClock())
    with pytest.raises(ValueError, match="busy"):
        cache()
    assert [cache(), cache()] == ["value", "value"]
