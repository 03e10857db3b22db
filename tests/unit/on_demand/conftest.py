"""Variants on demand on fakes, without and with a CDN."""

import pytest

from tests.unit.on_demand.wired import OnDemandApp


@pytest.fixture
def app() -> OnDemandApp:
    return OnDemandApp()


@pytest.fixture
def cdn() -> OnDemandApp:
    return OnDemandApp(has_cdn=True)
