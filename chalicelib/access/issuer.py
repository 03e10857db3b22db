"""Fetch the signing keys of an OpenID Connect issuer, which its discovery document points to.

https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig
"""

from urllib.parse import urlsplit

import jwt
from urllib3 import PoolManager, Retry, Timeout
from urllib3.exceptions import HTTPError

# Seconds that fetched keys are cached: a key that the issuer withdraws is trusted for up to this long.
LIFESPAN = 600
# Seconds between two fetches for unknown key ids, so that invalid tokens cannot flood the issuer.
COOLDOWN = 60
# Seconds. The caller waits for the fetch, and API Gateway waits at most 10 seconds for its authorizer.
_TIMEOUT = 3


class IssuerKeys:
    """The issuer's keys, fetched on first use and cached by PyJWT's client."""

    def __init__(self, issuer: str, http: PoolManager, *, cooldown: float = COOLDOWN) -> None:
        self._issuer = issuer
        self._cooldown = cooldown
        self._http = http
        self._client: jwt.PyJWKClient | None = None

    def get_signing_key(self, kid: str) -> jwt.PyJWK:
        """Return the key with this id. Raises jwt.PyJWKClientError if it is unknown or cannot be fetched."""
        if self._client is None:
            self._client = jwt.PyJWKClient(
                self._keys_url(),
                lifespan=LIFESPAN,
                cooldown_duration=self._cooldown,
                timeout=_TIMEOUT,
            )
        return self._client.get_signing_key(kid)

    def _keys_url(self) -> str:
        url = f"{self._issuer.rstrip('/')}/.well-known/openid-configuration"
        try:
            response = self._http.request(
                "GET",
                url,
                timeout=Timeout(_TIMEOUT),
                retries=Retry(0, redirect=False),
                redirect=False,
            )
            document = response.json()
        except (HTTPError, ValueError) as error:
            raise jwt.PyJWKClientConnectionError(f"{url}: {error}") from error
        if not isinstance(document, dict) or document.get("issuer") != self._issuer:
            raise jwt.PyJWKClientConnectionError(f"{url} is not this issuer's discovery document")
        keys_url = document.get("jwks_uri")
        # If the issuer uses HTTPS, so must its keys: over plain HTTP, an attacker could replace them.
        if not isinstance(keys_url, str) or urlsplit(keys_url).scheme != urlsplit(url).scheme:
            raise jwt.PyJWKClientConnectionError(f"{url} has no jwks_uri with the scheme of the issuer's URL")
        return keys_url
