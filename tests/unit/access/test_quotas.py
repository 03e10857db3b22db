"""Quotas of one owner, and when they reset."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Literal

import pytest

from chalicelib.access.quotas import Quotas
from chalicelib.access.usage import Limits, Usage
from chalicelib.errors import QuotaExceeded
from tests.fakes import FakeClock, FakeUsageStore


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()  # noon, UTC


@pytest.fixture
def quotas(clock: FakeClock) -> Quotas:
    limits = Limits(images=3, bytes=100, forms=2)
    return Quotas(usage=FakeUsageStore(), limits=limits, form_lifetime=600, clock=clock)


def test_open_forms_are_limited_until_the_window_ends(quotas: Quotas, clock: FakeClock) -> None:
    for _ in range(2):
        quotas.charge_form("me", 1)
    clock.advance(timedelta(seconds=200))
    with pytest.raises(QuotaExceeded, match="2 forms") as caught:
        quotas.charge_form("me", 1)
    assert caught.value.retry_after == 400
    clock.advance(timedelta(seconds=caught.value.retry_after))
    quotas.charge_form("me", 1)


@pytest.mark.parametrize(("size", "number", "limit"), [(1, 3, "3 images"), (40, 2, "100 bytes")])
def test_images_and_bytes_are_limited_until_midnight(
    quotas: Quotas, clock: FakeClock, size: int, number: int, limit: str
) -> None:
    for _ in range(number):
        quotas.charge_form("me", size)
        clock.advance(timedelta(hours=1))
    with pytest.raises(QuotaExceeded, match=limit) as caught:
        quotas.charge_form("me", size)
    clock.advance(timedelta(seconds=caught.value.retry_after))
    assert (clock.now.day, clock.now.hour, clock.now.minute) == (2, 0, 0)
    quotas.charge_form("me", size)


def test_a_window_ends_at_midnight_at_the_latest(clock: FakeClock) -> None:
    limits = Limits(images=3, bytes=100, forms=1)
    quotas = Quotas(usage=FakeUsageStore(), limits=limits, form_lifetime=7 * 24 * 3600, clock=clock)
    quotas.charge_form("me", 1)
    with pytest.raises(QuotaExceeded, match="1 forms") as caught:
        quotas.charge_form("me", 1)
    clock.advance(timedelta(seconds=caught.value.retry_after))
    assert (clock.now.day, clock.now.hour) == (2, 0)
    quotas.charge_form("me", 1)


def test_rendering_an_image_again_counts_as_an_image_but_opens_no_form(quotas: Quotas) -> None:
    for _ in range(3):
        quotas.charge_rendering("me", 1)
    with pytest.raises(QuotaExceeded, match="3 images"):
        quotas.charge_rendering("me", 1)


def test_refused_requests_are_not_counted(quotas: Quotas) -> None:
    with pytest.raises(QuotaExceeded):
        quotas.charge_form("me", 101)
    quotas.charge_form("me", 100)


def test_each_owner_has_a_separate_quota(quotas: Quotas) -> None:
    quotas.charge_form("me", 100)
    quotas.charge_form("you", 100)


def test_each_kind_of_work_counts_only_what_it_uses_and_only_for_its_owner(clock: FakeClock) -> None:
    usage = FakeUsageStore()
    limits = Limits(images=100, bytes=100, forms=100)
    quotas = Quotas(usage=usage, limits=limits, form_lifetime=600, clock=clock)
    quotas.charge_form("form", 1)
    quotas.charge_rendering("rendering", 2)
    quotas.charge_attempt("attempt")
    quotas.charge_bytes("bytes", 3)
    assert _by_owner(usage.images) == {"form": 1, "rendering": 1, "attempt": 1, "bytes": 0}
    assert _by_owner(usage.bytes) == {"form": 1, "rendering": 2, "attempt": 0, "bytes": 3}
    assert _by_owner(usage.forms) == {"form": 1, "rendering": 0, "attempt": 0, "bytes": 0}


def test_counters_can_be_deleted_a_day_after_their_own(clock: FakeClock) -> None:
    class Recording(FakeUsageStore):
        def add(self, usage: Usage, limits: Limits) -> Literal["images", "bytes", "forms"] | None:
            assert usage.expires_at - clock.now == timedelta(hours=36)
            return super().add(usage, limits)

    limits = Limits(images=1, bytes=1, forms=1)
    Quotas(usage=Recording(), limits=limits, form_lifetime=600, clock=clock).charge_form("me", 1)


def _by_owner(counters: Mapping[tuple[Any, ...], int]) -> dict[str, int]:
    return {owner: number for (owner, *_), number in counters.items()}
