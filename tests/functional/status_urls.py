"""Requests with status URLs."""

import re
from typing import Any

from chalice.test import HTTPResponse

from tests.functional.conftest import App


def create(app: App) -> dict[str, Any]:
    """Create an image; return its document with the form and the status URL."""
    document: dict[str, Any] = app.post("/images", {"filename": "cat.png"}).json_body
    return document


def path_of(status_url: str) -> str:
    """Return the path and the query of a status URL, relative to the API."""
    match = re.fullmatch(r"http://[^/]*(/status/[\w-]{28}\?key=[0-9]{10}-[0-9a-f]{32})", status_url)
    assert match, status_url
    return match[1]


def call(app: App, path: str, method: str = "GET", **headers: str) -> HTTPResponse:
    """Send a request without a token."""
    return app.chalice.http.request(method, path, headers=headers)
