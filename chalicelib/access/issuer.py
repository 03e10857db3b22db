"""The signing keys of an OpenID Connect issuer, which its discovery document points to.

https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig
"""

import math
import time
from collections.abc import Callable, Mapping
from threading import Lock
from types import MappingProxyType
from urllib.parse import urlsplit

import jwt

from chalicelib.access.issuer_documents import DocumentUnavailable, fetch_document

# Seconds that fetched keys are cached: a key that the issuer withdraws is trusted for up to this long.
LIFESPAN = 600
# Seconds until the next fetch for an unknown key, so that invalid tokens cannot flood the issuer.
COOLDOWN = 60
# The same after a fetch that failed. Shorter, because until then no token can be verified.
FAILURE_COOLDOWN = 10
# Seconds for each of the two documents. API Gateway waits at most 10 seconds for its authorizer.
TIMEOUT = 3


class IssuerKeys:
    """The issuer's keys, fetched when they are needed and cached."""

    def __init__(
        self, issuer: str, *, timeout: float = TIMEOUT, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Fetch each document within `timeout` seconds; `clock` returns seconds and never goes back."""
        self._issuer = issuer
        self._timeout = timeout
        self._clock = clock
        self._keys: Mapping[str, jwt.PyJWK] = MappingProxyType({})
        self._fetched = self._next_fetch = -math.inf
        self._failure = ""
        self._lock = Lock()

    def get_signing_key(self, kid: str) -> jwt.PyJWK:
        """Return the key with this id. Raises jwt.PyJWKClientError if it is unknown or cannot be fetched."""
        with self._lock:
            if self._find(kid) is None and self._clock() >= self._next_fetch:
                self._fetch()
            if key := self._find(kid):
                return key
            if self._failure:
                raise jwt.PyJWKClientConnectionError(self._failure)
            raise jwt.PyJWKClientError(f"The issuer has no key {kid!r}")

    def _find(self, kid: str) -> jwt.PyJWK | None:
        return self._keys.get(kid) if self._clock() < self._fetched + LIFESPAN else None

    def _fetch(self) -> None:
        try:
            self._keys = _signing_keys(fetch_document(self._keys_url(), seconds=self._timeout))
        except (DocumentUnavailable, jwt.PyJWTError) as error:
            self._failure = str(error)
            self._next_fetch = self._clock() + FAILURE_COOLDOWN
        else:
            self._failure = ""
            self._fetched = self._clock()
            self._next_fetch = self._fetched + COOLDOWN

    def _keys_url(self) -> str:
        url = f"{self._issuer.rstrip('/')}/.well-known/openid-configuration"
        document = fetch_document(url, seconds=self._timeout)
        if not isinstance(document, dict) or document.get("issuer") != self._issuer:
            raise DocumentUnavailable(f"{url} is not this issuer's discovery document")
        keys_url = document.get("jwks_uri")
        # If the issuer uses HTTPS, so must its keys: over plain HTTP, an attacker could replace them.
        if not isinstance(keys_url, str) or urlsplit(keys_url).scheme != urlsplit(url).scheme:
            raise DocumentUnavailable(f"{url} has no jwks_uri with the scheme of the issuer's URL")
        return keys_url


def _signing_keys(document: object) -> Mapping[str, jwt.PyJWK]:
    """Return the keys for signatures by id. Raises jwt.PyJWTError, DocumentUnavailable."""
    if not isinstance(document, dict):
        raise DocumentUnavailable("The issuer's keys are not a JSON object")
    published = jwt.PyJWKSet.from_dict(document).keys
    return {key.key_id: key for key in published if key.key_id and key.public_key_use in {"sig", None}}
