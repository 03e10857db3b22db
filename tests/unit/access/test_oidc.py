"""Which tokens of an OpenID Connect issuer are valid."""

import json
import time
from collections.abc import Callable
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256K1,
    SECP256R1,
    SECP384R1,
    SECP521R1,
    EllipticCurve,
    generate_private_key,
)
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from chalicelib.access.authenticator import Authenticator
from chalicelib.access.oidc import OidcVerifier
from chalicelib.access.principals import ALL_SCOPES, Principal
from chalicelib.errors import ServiceUnavailable
from tests.fakes import FakeClock, FakeTokenStore
from tests.fakes.issuer import AUDIENCE, ISSUER, FakeIssuer, private_key

# Seconds since 1970: in 2001 and in 2096.
LONG_AGO, FAR_OFF = 1_000_000_000, 4_000_000_000


@pytest.fixture
def issuer() -> FakeIssuer:
    return FakeIssuer()


def authenticate(issuer: FakeIssuer, text: str) -> Principal | None:
    verifier = OidcVerifier(issuer, issuer=ISSUER, audience=AUDIENCE)
    tokens = FakeTokenStore()
    return Authenticator(tokens=tokens, issuer=verifier, clock=FakeClock()).principal(f"Bearer {text}")


def test_a_valid_token_identifies_its_subject(issuer: FakeIssuer) -> None:
    assert authenticate(issuer, issuer.sign()) == Principal(owner="oidc:alice", scopes=ALL_SCOPES)


def test_a_token_may_have_several_audiences(issuer: FakeIssuer) -> None:
    assert authenticate(issuer, issuer.sign(aud=["other", AUDIENCE])) is not None


@pytest.mark.parametrize("claim", ["scope", "scp"])
@pytest.mark.parametrize(
    ("value", "scopes"),
    [
        ("read write", ["read", "write"]),
        ("openid darkroom/read", ["read"]),
        ("https://darkroom.example/write", ["write"]),
        (["read"], ["read"]),
        (["openid", "darkroom/write"], ["write"]),
        ("openid profile", []),
        ("", []),
        ([], []),
        (["read", 1], []),
        ([["read"]], []),
        ({"read": True}, []),
        (1, []),
        (True, []),
    ],
    ids=str,
)
def test_scopes_are_text_or_a_list_with_or_without_a_resource_prefix(
    issuer: FakeIssuer, claim: str, value: object, scopes: list[str]
) -> None:
    claims: dict[str, Any] = {"scope": None, claim: value}
    principal = authenticate(issuer, issuer.sign(**claims))
    assert principal is not None
    assert sorted(principal.scopes) == scopes


def test_a_token_without_scopes_such_as_an_id_token_allows_nothing(issuer: FakeIssuer) -> None:
    principal = authenticate(issuer, issuer.sign(scope=None))
    assert principal is not None
    assert principal.scopes == set()


def test_scope_takes_precedence_over_scp(issuer: FakeIssuer) -> None:
    principal = authenticate(issuer, issuer.sign(scope="", scp="read write"))
    assert principal is not None
    assert principal.scopes == set()


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "https://other.example"},
        {"iss": None},
        {"iss": f"{ISSUER}/"},
        {"aud": "other"},
        {"aud": None},
        {"aud": []},
        {"exp": LONG_AGO},
        {"exp": None},
        {"nbf": FAR_OFF},
        {"sub": None},
        {"sub": ""},
        {"sub": "two words"},
        {"sub": "x" * 256},
    ],
    ids=str,
)
def test_a_token_with_a_wrong_claim_is_invalid(issuer: FakeIssuer, changed: dict[str, Any]) -> None:
    assert authenticate(issuer, issuer.sign(**changed)) is None


@pytest.mark.parametrize(("difference", "valid"), [(20, True), (40, False)])
@pytest.mark.parametrize("late", [True, False])
def test_clocks_may_differ_by_up_to_30_seconds(
    issuer: FakeIssuer, difference: int, *, valid: bool, late: bool
) -> None:
    moment = time.time() + (-difference if late else difference)
    text = issuer.sign(exp=moment) if late else issuer.sign(nbf=moment)
    assert (authenticate(issuer, text) is not None) == valid


def test_a_token_signed_with_another_key_is_invalid(issuer: FakeIssuer) -> None:
    forged = jwt.encode(issuer.claims(), private_key("mallory"), "RS256", headers={"kid": "first"})
    assert authenticate(issuer, forged) is None


def test_a_modified_token_is_invalid(issuer: FakeIssuer) -> None:
    header, _, signature = issuer.sign().split(".")
    payload = issuer.sign("second", sub="root").split(".")[1]
    assert authenticate(issuer, f"{header}.{payload}.{signature}") is None


def test_a_token_cannot_choose_its_algorithm(issuer: FakeIssuer) -> None:
    public = str(private_key("first").public_key().public_numbers().n)
    for text in (
        jwt.encode(issuer.claims(), "", "none", headers={"kid": "first"}),
        jwt.encode(issuer.claims(), public, "HS256", headers={"kid": "first"}),
        jwt.encode(issuer.claims(), private_key("first"), "RS512", headers={"kid": "first"}),
    ):
        assert authenticate(issuer, text) is None


def key_for(algorithm: str) -> tuple[Any, str]:
    """Return a private key for an algorithm, and its public part as a JWK."""
    kind = type(jwt.algorithms.get_default_algorithms()[algorithm])
    if kind is jwt.algorithms.HMACAlgorithm:
        secret = b"s" * 64
        return secret, kind.to_jwk(secret)
    if kind is jwt.algorithms.OKPAlgorithm:
        key: Any = Ed25519PrivateKey.generate()
    elif kind is jwt.algorithms.ECAlgorithm:
        curves: dict[str, Callable[[], EllipticCurve]] = {
            "ES384": SECP384R1,
            "ES512": SECP521R1,
            "ES521": SECP521R1,
            "ES256K": SECP256K1,
        }
        key = generate_private_key(curves.get(algorithm, SECP256R1)())
    else:
        key = private_key("first")
    return key, kind.to_jwk(key.public_key())


@pytest.mark.parametrize("algorithm", sorted({*jwt.algorithms.get_default_algorithms()} - {"none"}))
def test_only_rs256_is_accepted_even_if_the_issuer_has_keys_for_others(
    issuer: FakeIssuer, algorithm: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, public = key_for(algorithm)
    published = jwt.PyJWK({**json.loads(public), "kid": "first", "alg": algorithm})
    monkeypatch.setattr(issuer, "get_signing_key", lambda _kid: published)
    text = jwt.encode(issuer.claims(), key, algorithm, headers={"kid": "first"})
    assert (authenticate(issuer, text) is not None) == (algorithm == "RS256")


def test_no_key_is_fetched_for_a_token_that_names_none(issuer: FakeIssuer) -> None:
    for text in (jwt.encode(issuer.claims(), private_key("first"), "RS256"), "no.token.atall", ""):
        assert authenticate(issuer, text) is None
    assert issuer.asked == []


def test_a_token_with_an_unknown_key_is_invalid(issuer: FakeIssuer) -> None:
    assert authenticate(issuer, issuer.sign("unknown")) is None


class UnreachableIssuer(FakeIssuer):
    def get_signing_key(self, kid: str) -> jwt.PyJWK:
        raise jwt.PyJWKClientConnectionError(kid)


def test_an_unreachable_issuer_is_an_error_and_not_an_invalid_token() -> None:
    with pytest.raises(ServiceUnavailable, match=ISSUER):
        authenticate(UnreachableIssuer(), FakeIssuer().sign())
