"""The security headers of every answer, and the content security policy of our own pages.

What each is for: https://owasp.org/www-project-secure-headers/
"""

from collections.abc import Iterable
from types import MappingProxyType

POLICY = "Content-Security-Policy"

# An answer of the API is data: whatever a browser is made to take it for, nothing in it runs or loads.
SECURITY = MappingProxyType(
    {
        POLICY: "default-src 'none'; frame-ancestors 'none'",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        # Browsers heed it over HTTPS only, so the local stack stays reachable.
        "Strict-Transport-Security": "max-age=63072000",
    }
)


def page_policy(origins: Iterable[str]) -> str:
    """Return the policy of a page whose scripts, styles and images are our own.

    `origins` are where its uploads go to and its variants come from. No inline script or style runs.
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
