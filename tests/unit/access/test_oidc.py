"""Which tokens of an OpenID Connect issuer count."""

import time
from typing import Any

import jwt
import pytest

from chalicelib.access.authenticator import Authenticator
from chalicelib.access.oidc import OidcVerifier
from chalicelib.access.principals import ALL_SCOPES, Principal, Scope
from chalicelib.errors import ServiceUnavailable
from tests.fakes import FakeClock, FakeTokenStore
from tests.fakes.issuer import AUDIENCE, ISSUER, FakeIssuer, private_key

# Seconds since 1970: of 2001 and of 2096.
LONG_AGO, FAR_OFF = 1_000_000_000, 4_000_000_000


@pytest.fixture
def issuer() -> FakeIssuer:
    return FakeIssuer()


def known(issuer: FakeIssuer, text: str) -> Principal | None:
    verifier = OidcVerifier(issuer, issuer=ISSUER, audience=AUDIENCE)
    tokens = FakeTokenStore()
    return Authenticator(tokens=tokens, issuer=verifier, clock=FakeClock()).principal(f"Bearer {text}")


def test_a_token_of_the_issuer_tells_its_subject(issuer: FakeIssuer) -> None:
    assert known(issuer, issuer.sign()) == Principal(owner="oidc:alice", scopes=ALL_SCOPES)


def test_one_of_several_audiences_is_enough(issuer: FakeIssuer) -> None:
    assert known(issuer, issuer.sign(aud=["other", AUDIENCE])) is not None


@pytest.mark.parametrize(
    ("scope", "scopes"),
    [
        ("read write", ALL_SCOPES),
        ("openid darkroom/read", {Scope.READ}),
        ("https://darkroom.example/write", {Scope.WRITE}),
        ("openid profile", set()),
        ("", set()),
    ],
)
def test_its_scopes_count_with_or_without_a_resource_before_them(
    issuer: FakeIssuer, scope: str, scopes: set[Scope]
) -> None:
    principal = known(issuer, issuer.sign(scope=scope))
    assert principal is not None
    assert principal.scopes == scopes


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
def test_a_token_that_is_not_for_us_or_not_now_does_not_count(
    issuer: FakeIssuer, changed: dict[str, Any]
) -> None:
    assert known(issuer, issuer.sign(**changed)) is None


@pytest.mark.parametrize(("apart", "counts"), [(20, True), (40, False)])
@pytest.mark.parametrize("late", [True, False])
def test_clocks_may_differ_by_half_a_minute(
    issuer: FakeIssuer, apart: int, *, counts: bool, late: bool
) -> None:
    moment = time.time() + (-apart if late else apart)
    text = issuer.sign(exp=moment) if late else issuer.sign(nbf=moment)
    assert (known(issuer, text) is not None) == counts


def test_a_token_signed_by_another_key_does_not_count(issuer: FakeIssuer) -> None:
    forged = jwt.encode(issuer.claims(), private_key("mallory"), "RS256", headers={"kid": "first"})
    assert known(issuer, forged) is None


def test_a_changed_token_does_not_count(issuer: FakeIssuer) -> None:
    header, _, signature = issuer.sign().split(".")
    payload = issuer.sign("second", sub="root").split(".")[1]
    assert known(issuer, f"{header}.{payload}.{signature}") is None


def test_a_token_may_not_choose_its_algorithm_nor_is_the_issuer_asked_for_one_that_does(
    issuer: FakeIssuer,
) -> None:
    public = str(private_key("first").public_key().public_numbers().n)
    for text in (
        jwt.encode(issuer.claims(), "", "none", headers={"kid": "first"}),
        jwt.encode(issuer.claims(), public, "HS256", headers={"kid": "first"}),
        jwt.encode(issuer.claims(), private_key("first"), "RS512", headers={"kid": "first"}),
        jwt.encode(issuer.claims(), private_key("first"), "RS256"),
        "no.token.atall",
        "",
    ):
        assert known(issuer, text) is None
    assert issuer.asked == []


def test_a_key_that_the_issuer_does_not_have_does_not_count(issuer: FakeIssuer) -> None:
    assert known(issuer, issuer.sign("unknown")) is None


class Unreachable(FakeIssuer):
    def get_signing_key(self, kid: str) -> jwt.PyJWK:
        raise jwt.PyJWKClientConnectionError(kid)


def test_an_issuer_that_cannot_be_reached_is_a_fault_and_no_refusal() -> None:
    with pytest.raises(ServiceUnavailable, match=ISSUER):
        known(Unreachable(), FakeIssuer().sign())
