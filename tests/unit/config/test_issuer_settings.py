"""The OpenID Connect issuer and its audience go together, and the issuer is an https URL."""

import pytest

from chalicelib.config.settings import Settings
from chalicelib.errors import ConfigurationError
from tests.unit.deployment import RESOURCES


@pytest.mark.parametrize("name", ["AUTH_ISSUER", "AUTH_AUDIENCE"])
def test_issuer_and_audience_are_required_together(name: str) -> None:
    with pytest.raises(ConfigurationError, match="AUTH_AUDIENCE"):
        Settings.from_env({**RESOURCES, name: "https://issuer.example"})


@pytest.mark.parametrize("issuer", ["http://issuer.example", "issuer.example", "https://"])
def test_an_issuer_that_is_not_an_https_url_is_rejected(issuer: str) -> None:
    with pytest.raises(ConfigurationError, match="AUTH_ISSUER"):
        Settings.from_env({**RESOURCES, "AUTH_ISSUER": issuer, "AUTH_AUDIENCE": "darkroom"})
