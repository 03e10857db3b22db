"""The settings of the app, with their defaults."""

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string

Permission = Callable[[HttpRequest], bool]

DEFAULT_PERMISSION = "darkroom.django.permissions.signed_in"
DEFAULT_URL_EXPIRES = 900
DEFAULT_VALUE_MAX_AGE = 86_400
DEFAULT_TIMEOUT = 5.0


def url() -> str:
    """DARKROOM_URL: the base URL of the API."""
    return _text("DARKROOM_URL")


def token() -> str:
    """DARKROOM_TOKEN: a token with the scopes `read` and `write`."""
    return _text("DARKROOM_TOKEN")


def webhook_secret() -> str:
    """DARKROOM_WEBHOOK_SECRET: the secret that `ops webhook set` prints; empty without webhooks."""
    return _text("DARKROOM_WEBHOOK_SECRET")


def permission_path() -> str:
    """DARKROOM_UPLOAD_PERMISSION: the path of a function that decides whether a request may upload."""
    return _text("DARKROOM_UPLOAD_PERMISSION") or DEFAULT_PERMISSION


def permission() -> Permission:
    """Return the function at `permission_path`. Raises ImportError."""
    return cast("Permission", import_string(permission_path()))


def url_expires() -> float:
    """DARKROOM_URL_EXPIRES: the service's URL_EXPIRES, in seconds."""
    return float(getattr(settings, "DARKROOM_URL_EXPIRES", DEFAULT_URL_EXPIRES))


def value_max_age() -> int:
    """DARKROOM_VALUE_MAX_AGE: how many seconds after an upload its form may be submitted."""
    return int(getattr(settings, "DARKROOM_VALUE_MAX_AGE", DEFAULT_VALUE_MAX_AGE))


def timeout() -> float:
    """DARKROOM_TIMEOUT: how many seconds a request to the service may take."""
    return float(getattr(settings, "DARKROOM_TIMEOUT", DEFAULT_TIMEOUT))


def cache_alias() -> str:
    """DARKROOM_CACHE: the alias of the cache for documents and events."""
    return _text("DARKROOM_CACHE") or "default"


def _text(name: str) -> str:
    return str(getattr(settings, name, "") or "")
