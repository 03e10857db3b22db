"""The settings of the owners' shares are numbers that the rule and Lambda accept."""

import pytest

from chalicelib.config.settings import Settings
from chalicelib.errors import ConfigurationError
from tests.unit.deployment import RESOURCES


@pytest.mark.parametrize("value", ["0", "0.009", "1.01", "-0.5", "half", "nan", ".", "1e-1", "0" * 5000])
def test_a_share_outside_of_its_limits_is_rejected(value: str) -> None:
    with pytest.raises(ConfigurationError, match="OWNER_SHARE must be a number"):
        Settings.from_env({**RESOURCES, "OWNER_SHARE": value})


@pytest.mark.parametrize("value", ["0", "2", "9", "10", "1000"])
def test_a_concurrency_that_lambda_accepts_for_a_queue_is_valid(value: str) -> None:
    settings = Settings.from_env({**RESOURCES, "PROCESS_CONCURRENCY": value})
    assert settings.process_concurrency == int(value)


@pytest.mark.parametrize("value", ["1", "1001", "-2", "00", "2.0", "many"])
def test_another_concurrency_is_rejected(value: str) -> None:
    with pytest.raises(ConfigurationError, match="PROCESS_CONCURRENCY must be 0 or a whole number from 2"):
        Settings.from_env({**RESOURCES, "PROCESS_CONCURRENCY": value})
