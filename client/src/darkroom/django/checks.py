"""System checks, which `manage.py check` runs."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as CheckWarning
from django.urls import NoReverseMatch, reverse
from standardwebhooks import Webhook

from darkroom.django import clients, conf
from darkroom.django.widgets import SCRIPT

_LOOPBACK = ("127.0.0.1", "::1", "localhost")


@register()
def check_connection(**_options: Any) -> list[CheckMessage]:  # noqa: ANN401 - Django's signature
    """Check DARKROOM_URL and DARKROOM_TOKEN."""
    return list(_connection())


@register()
def check_settings(**_options: Any) -> list[CheckMessage]:  # noqa: ANN401 - Django's signature
    """Check the permission and the secret of webhooks."""
    return [*_permission(), *_webhook_secret()]


@register(Tags.urls)
def check_urls(**_options: Any) -> list[CheckMessage]:  # noqa: ANN401 - Django's signature
    """Check that the views have URLs."""
    try:
        reverse("darkroom:upload", args=["options"])
    except NoReverseMatch:
        hint = 'Add path("darkroom/", include("darkroom.django.urls")) to the URLs of the project.'
        return [Error("The URLs of darkroom.django are not included.", hint=hint, id="darkroom.E003")]
    return []


@register(Tags.staticfiles)
def check_static_files(**_options: Any) -> list[CheckMessage]:  # noqa: ANN401 - Django's signature
    """Check that `collectstatic` will find the component."""
    if finders.find(SCRIPT):
        return []
    hint = (
        "Add django.contrib.staticfiles.finders.AppDirectoriesFinder to STATICFILES_FINDERS, "
        "and install the package darkroom from a release."
    )
    return [Error(f"The static file {SCRIPT} is missing.", hint=hint, id="darkroom.E004")]


@register(Tags.security, deploy=True)
def check_https(**_options: Any) -> list[CheckMessage]:  # noqa: ANN401 - Django's signature
    """Check that the token is encrypted on its way."""
    parts = urlsplit(conf.url())
    if parts.scheme != "http" or parts.hostname in _LOOPBACK:
        return []
    hint = "Use the https URL of the service."
    return [CheckWarning("DARKROOM_URL sends the token without encryption.", hint=hint, id="darkroom.W001")]


def _connection() -> Iterator[CheckMessage]:
    missing = [name for name in ("DARKROOM_URL", "DARKROOM_TOKEN") if not getattr(settings, name, "")]
    for name in missing:
        hint = "Set it to what the operator of the service gave you, or `make dev` printed."
        yield Error(f"{name} is missing.", hint=hint, id="darkroom.E001")
    if missing:
        return
    try:
        clients.client()
    except ValueError as error:
        yield Error(f"DARKROOM_URL or DARKROOM_TOKEN is not valid. {error}", id="darkroom.E002")


def _permission() -> Iterator[CheckMessage]:
    try:
        conf.permission()
    except ImportError as error:
        yield Error(f"DARKROOM_UPLOAD_PERMISSION is not valid. {error}", id="darkroom.E005")


def _webhook_secret() -> Iterator[CheckMessage]:
    secret = conf.webhook_secret()
    if not secret:  # without webhooks
        return
    try:
        Webhook(secret)
    except Exception:  # noqa: BLE001 - the classes of errors differ between versions of the library
        hint = "Use the secret that `webhook set` printed. It begins with whsec_."
        yield Error("DARKROOM_WEBHOOK_SECRET is not valid.", hint=hint, id="darkroom.E007")
