"""The settings of variants on demand."""

import pytest

from chalicelib.config.settings import Settings
from chalicelib.errors import ConfigurationError
from tests.unit.deployment import RESOURCES


def test_without_settings_nothing_is_signed_and_the_limits_have_their_defaults() -> None:
    settings = Settings.from_env(RESOURCES)
    assert (settings.render_function, settings.signing_keys) == (None, None)
    assert (settings.renderings_per_image, settings.renderings_per_day) == (200, 10_000)


def test_each_setting_comes_from_its_variable() -> None:
    settings = Settings.from_env(
        {
            **RESOURCES,
            "RENDER_FUNCTION": "darkroom-prod-render_on_demand",
            "SIGNING_KEYS": "/darkroom/prod/signing-keys",
            "RENDERINGS_PER_IMAGE": "10",
            "RENDERINGS_PER_DAY": "11",
        }
    )
    assert settings.render_function == "darkroom-prod-render_on_demand"
    assert settings.signing_keys == "/darkroom/prod/signing-keys"
    assert (settings.renderings_per_image, settings.renderings_per_day) == (10, 11)


@pytest.mark.parametrize("name", ["RENDERINGS_PER_IMAGE", "RENDERINGS_PER_DAY"])
def test_a_limit_of_zero_is_rejected(name: str) -> None:
    with pytest.raises(ConfigurationError, match=name):
        Settings.from_env({**RESOURCES, name: "0"})
