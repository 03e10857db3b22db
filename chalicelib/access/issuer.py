"""Where an OpenID Connect issuer has its keys: asked once, by its discovery document.

https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig
"""

from urllib.parse import urlsplit

import jwt
from urllib3 import PoolManager, Retry, Timeout
from urllib3.exceptions import HTTPError

# Seconds. A key that the issuer withdraws is trusted for so long; a key that nobody has heard of makes
# us ask the issuer no more often than that.
LIFESPAN = 600
COOLDOWN = 60
# A caller waits meanwhile, and API Gateway waits for its authorizer for 10 seconds.
_TIMEOUT = 3  # seconds


class IssuerKeys:
    """The issuer's keys, fetched when first needed and kept by PyJWT's own client."""

    def __init__(self, issuer: str, http: PoolManager, *, cooldown: float = COOLDOWN) -> None:
        self._issuer = issuer
        self._cooldown = cooldown
        self._http = http
        self._client: jwt.PyJWKClient | None = None

    def get_signing_key(self, kid: str) -> jwt.PyJWK:
        """Return the key of this id. Raises jwt.PyJWKClientError, also if the issuer cannot be reached."""
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
            raise jwt.PyJWKClientConnectionError(f"{url} is not the document of this issuer")
        keys_url = document.get("jwks_uri")
        # no less protected on the way than the document itself
        if not isinstance(keys_url, str) or urlsplit(keys_url).scheme != urlsplit(url).scheme:
            raise jwt.PyJWKClientConnectionError(f"{url} does not say where the keys are")
        return keys_url
