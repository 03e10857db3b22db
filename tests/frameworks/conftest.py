"""A Django project with a database in memory, and a service with canned responses."""

from collections.abc import Iterator
from typing import Any

import django
import pytest
import responses
from darkroom import AsyncClient
from darkroom import Client as DarkroomClient
from darkroom.fastapi import anyone, upload_router
from django.conf import LazySettings
from django.contrib import auth
from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction
from django.test import Client, override_settings
from django.test.utils import setup_test_environment, teardown_test_environment
from fastapi import FastAPI

from tests.frameworks.sites import URL, VALUES, Serve, Service, Site, asynchronous, synchronous
from tests.unit.client import payloads

# Processes that tests start must not inherit the variable.
with pytest.MonkeyPatch.context() as _environment:
    _environment.setenv("DJANGO_SETTINGS_MODULE", "tests.frameworks.shop.settings")
    django.setup()


@pytest.fixture(scope="session")
def _database() -> Iterator[None]:
    setup_test_environment()
    call_command("migrate", run_syncdb=True, verbosity=0)
    yield
    teardown_test_environment()


@pytest.fixture
def database(_database: None) -> Iterator[None]:
    """The tables, which are empty again afterward."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def web() -> Iterator[responses.RequestsMock]:
    """The responses of the service; any other request fails to connect."""
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        yield mock


@pytest.fixture
def user(request: pytest.FixtureRequest) -> Any:
    request.getfixturevalue("database")
    users: Any = auth.get_user_model().objects
    return users.create_superuser("alice", "alice@example.com", "pass")


@pytest.fixture
def browser(user: Any) -> Client:
    """A browser whose user has signed in."""
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def settings() -> Iterator[LazySettings]:
    """The settings, which tests may change with `setattr`."""
    from django.conf import settings as current  # noqa: PLC0415

    with override_settings():
        yield current


@pytest.fixture
def service() -> Service:
    upload = {"upload": payloads.form(), "status_url": f"{URL}/status/id1?key=1-ab", "multipart": None}
    return Service(body=payloads.image(status="pending") | upload)


@pytest.fixture(params=[asynchronous, synchronous], ids=["AsyncClient", "Client"])
def connected(request: pytest.FixtureRequest, service: Service) -> AsyncClient | DarkroomClient:
    client: AsyncClient | DarkroomClient = request.param(service)
    return client


@pytest.fixture
def serve(connected: AsyncClient | DarkroomClient) -> Serve:
    """Make a site with the router; options are those of the router."""

    def made(**options: Any) -> Site:
        app = FastAPI()
        settings: dict[str, Any] = {"allow": anyone, "values": VALUES, "variants": ["small"], **options}
        app.include_router(upload_router(connected, **settings), prefix="/uploads")
        return Site(app)

    return made
