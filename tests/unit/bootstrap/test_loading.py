"""While modules are loaded, Python does not look for garbage. It does before and afterwards."""

import gc
import weakref
from collections.abc import Iterator

import pytest

from chalicelib.bootstrap.loading import without_collection


class Node:
    """An object that refers to itself, so that only the collector can free it."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def collector() -> Iterator[None]:
    gc.enable()
    yield
    gc.enable()


def test_the_collector_is_off_only_meanwhile() -> None:
    with without_collection():
        assert not gc.isenabled()
        with without_collection():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()


def test_the_collector_is_on_again_after_an_error() -> None:
    with pytest.raises(ValueError, match="invalid"), without_collection():
        raise ValueError("invalid")
    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off() -> None:
    gc.disable()
    with without_collection():
        pass
    assert not gc.isenabled()


def test_what_was_loaded_is_not_looked_at_soon_but_can_still_be_collected() -> None:
    with without_collection():
        loaded = [Node() for _ in range(10_000)]
        node = weakref.ref(loaded[0])
    assert (gc.get_count()[0], gc.get_freeze_count()) < (1_000, 1)
    del loaded
    gc.collect()
    assert node() is None
