"""Signing keys are read at most once a minute."""

from datetime import timedelta

import pytest

from chalicelib.errors import ServiceUnavailable
from chalicelib.models import SigningKey
from chalicelib.on_demand.authorization import CachedSigningKeys, NoSigningKeys
from tests.fakes import FakeClock, FakeSigningKeys
from tests.unit.on_demand.wired import KEY, OLDER_KEY


def test_keys_are_kept_for_a_minute() -> None:
    clock, source = FakeClock(), FakeSigningKeys([OLDER_KEY])
    keys = CachedSigningKeys(source=source, clock=clock)
    assert keys.newest_first() == [OLDER_KEY]
    source.keys = [KEY, OLDER_KEY]
    clock.advance(timedelta(seconds=59))
    assert keys.newest_first() == [OLDER_KEY]
    assert source.reads == 1
    clock.advance(timedelta(seconds=1))
    assert keys.newest_first() == [KEY, OLDER_KEY]


def test_that_there_are_none_is_kept_too() -> None:
    source = FakeSigningKeys()
    keys = CachedSigningKeys(source=source, clock=FakeClock())
    assert [keys.newest_first() for _ in range(3)] == [(), (), ()]
    assert source.reads == 1


def test_after_an_error_the_keys_are_read_again() -> None:
    class Failing:
        errors = 1

        def newest_first(self) -> list[SigningKey]:
            if self.errors:
                self.errors -= 1
                raise ServiceUnavailable("Reading the signing keys")
            return [KEY]

    keys = CachedSigningKeys(source=Failing(), clock=FakeClock())
    with pytest.raises(ServiceUnavailable):
        keys.newest_first()
    assert keys.newest_first() == [KEY]


def test_a_deployment_without_keys_has_none() -> None:
    assert NoSigningKeys().newest_first() == ()
