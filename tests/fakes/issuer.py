"""A fake OpenID Connect issuer, with its own keys."""

import json
import time
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

ISSUER = "https://issuer.example"
AUDIENCE = "darkroom"


@cache
def private_key(kid: str) -> RSAPrivateKey:
    """Return the issuer's private key with this id, always the same one."""
    del kid
    return generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class FakeIssuer:
    """Signs tokens, and publishes the keys of `kids`."""

    issuer: str = ISSUER
    kids: list[str] = field(default_factory=lambda: ["first"])
    asked: list[str] = field(default_factory=list)

    def claims(self, **changed: Any) -> dict[str, Any]:
        """Return the claims of a valid token, with changes. None removes a claim."""
        valid = {
            "iss": self.issuer,
            "aud": AUDIENCE,
            "sub": "alice",
            "exp": time.time() + 300,
            "scope": "read write",
        }
        return {name: value for name, value in {**valid, **changed}.items() if value is not None}

    def sign(self, kid: str = "first", **changed: Any) -> str:
        return jwt.encode(self.claims(**changed), private_key(kid), "RS256", headers={"kid": kid})

    def published(self) -> dict[str, Any]:
        """Return the key set as the issuer's server publishes it."""
        return {"keys": [self._published(kid) for kid in self.kids]}

    def get_signing_key(self, kid: str) -> jwt.PyJWK:
        self.asked.append(kid)
        if kid not in self.kids:
            raise jwt.PyJWKClientError(f"no key {kid}")
        return jwt.PyJWK(self._published(kid))

    def _published(self, kid: str) -> dict[str, Any]:
        public: str = jwt.algorithms.RSAAlgorithm.to_jwk(private_key(kid).public_key())
        return {**json.loads(public), "kid": kid, "use": "sig"}
