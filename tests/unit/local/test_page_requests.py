"""Which requests of web pages, and of other clients, the API's local server accepts."""

import pytest

from local.page_requests import (
    RequestSource,
    foreign_host,
    foreign_origin,
    is_for_any_page,
    page_origins,
)

PORT = 8000
ORIGINS = page_origins(PORT, {"CORS_ORIGINS": "http://localhost:5173, https://www.example.com"})
HOST = f"127.0.0.1:{PORT}"


def test_the_api_and_the_origins_of_the_setting_may_use_the_stack() -> None:
    assert page_origins(PORT, {}) == {"http://127.0.0.1:8000", "http://localhost:8000"}
    assert page_origins(PORT, {}) | {"http://localhost:5173", "https://www.example.com"} == ORIGINS


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000"])
def test_this_machines_host_is_accepted(host: str) -> None:
    assert foreign_host(RequestSource(host, None, None), PORT) is None


@pytest.mark.parametrize(
    "host",
    [
        None,
        "",
        "127.0.0.1",
        "localhost",
        "localhost:8001",
        "evil.example",
        "evil.example:8000",
        "localhost.evil.example:8000",
        "127.0.0.1:8000.evil.example:8000",
        "evil.example@localhost:8000",
        "0.0.0.0:8000",
    ],
    ids=str,
)
def test_another_host_is_refused(host: str | None) -> None:
    reason = foreign_host(RequestSource(host, None, None), PORT)
    assert reason == (
        f"The local stack responds only to 127.0.0.1 and localhost on port 8000, not to {host!r}"
    )


@pytest.mark.parametrize(
    ("origin", "site"),
    [
        (None, None),
        (None, "none"),
        (None, "same-origin"),
        ("http://127.0.0.1:8000", "same-origin"),
        ("http://localhost:8000", None),
        ("http://localhost:5173", "same-site"),
        ("https://www.example.com", "cross-site"),
    ],
    ids=str,
)
def test_own_and_allowed_pages_and_other_clients_are_accepted(origin: str | None, site: str | None) -> None:
    assert foreign_origin(RequestSource(HOST, origin, site), ORIGINS) is None


@pytest.mark.parametrize(
    ("origin", "site"),
    [
        ("null", None),
        ("null", "cross-site"),
        ("file://", None),
        ("http://127.0.0.1:9999", "same-site"),
        ("https://evil.example", None),
        ("https://evil.example", "none"),
        ("https://evil.example", "same-origin"),
        ("https://www.example.com.evil.example", None),
        ("HTTPS://WWW.EXAMPLE.COM", None),
        ("", None),
        (None, "cross-site"),
        (None, "same-site"),
        (None, "anything"),
        (None, ""),
    ],
    ids=str,
)
def test_a_foreign_page_is_refused(origin: str | None, site: str | None) -> None:
    reason = foreign_origin(RequestSource(HOST, origin, site), ORIGINS)
    assert reason is not None
    assert "CORS_ORIGINS" in reason
    assert (origin or "") in reason


@pytest.mark.parametrize("path", ["/embed/1.0.0/darkroom.js", "/embed/v1/darkroom.js", "/embed/v9/other.js"])
def test_the_upload_component_is_for_any_page(path: str) -> None:
    assert is_for_any_page(path)


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/images", "/embed", "/embed/", "/embed/v1", "/embed/v1/", "/embed/v1/a/b"),
        *("/embed/../images", "/embed/..%2fimages/a", "/embed/v1/..", "/embed/./images", "/embed//images"),
        *("//embed/v1/darkroom.js", "/embed/v1/darkroom.js?x=1", "/embed/v1/darkroom.js\n", "/embed/v1/é"),
        "http://127.0.0.1/embed/v1/darkroom.js",
    ],
)
def test_no_other_path_is_for_any_page(path: str) -> None:
    assert not is_for_any_page(path)
