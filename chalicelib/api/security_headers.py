"""The security headers of every response, and the content security policy of our own pages.

Purpose of each header: https://owasp.org/www-project-secure-headers/
"""

from collections.abc import Iterable
from types import MappingProxyType

POLICY = "Content-Security-Policy"

# API responses are data. If a browser is tricked into rendering one, nothing in it runs or loads.
SECURITY = MappingProxyType(
    {
        POLICY: "default-src 'none'; frame-ancestors 'none'",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        # Browsers ignore it over HTTP, so the local stack stays reachable.
        "Strict-Transport-Security": "max-age=63072000",
    }
)


def page_policy(origins: Iterable[str]) -> str:
    """Return the policy of a page that loads only our own scripts and styles, none of them inline.

    `origins` are those that the page uploads to and loads variants from.
    """
    storage = " ".join(dict.fromkeys(origins))
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "font-src 'self'",
            f"img-src 'self' data: blob: {storage}".rstrip(),
            f"connect-src 'self' {storage}".rstrip(),
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        )
    )
