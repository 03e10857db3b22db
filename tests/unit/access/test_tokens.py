"""Tokens are handed out once, and let their bearers in until they expire or are revoked."""

import secrets
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from chalicelib.access.authenticator import Authenticator
from chalicelib.access.principals import Principal, Scope
from chalicelib.access.registry import TokenRegistry
from chalicelib.errors import InvalidOwner, TokenNotFound
from tests.fakes import FakeClock, FakeTokenStore


@dataclass
class Office:
    clock: FakeClock = field(default_factory=FakeClock)
    store: FakeTokenStore = field(default_factory=FakeTokenStore)

    @property
    def registry(self) -> TokenRegistry:
        return TokenRegistry(tokens=self.store, clock=self.clock, random=secrets.token_hex)

    def known(self, header: str) -> Principal | None:
        return Authenticator(tokens=self.store, issuer=None, clock=self.clock).principal(header)


@pytest.fixture
def office() -> Office:
    return Office()


def test_a_token_tells_its_owner_and_scopes(office: Office) -> None:
    _, text = office.registry.create("alice", scopes=frozenset({Scope.READ}))
    assert office.known(f"Bearer {text}") == Principal(owner="alice", scopes=frozenset({Scope.READ}))


@pytest.mark.parametrize("scheme", ["bearer", "BEARER", "Bearer "])
def test_the_case_of_the_scheme_does_not_matter(office: Office, scheme: str) -> None:
    _, text = office.registry.create("alice")
    assert office.known(f"{scheme} {text}") is not None


def test_a_token_is_stored_without_its_secret(office: Office) -> None:
    token, text = office.registry.create("alice")
    assert text.rpartition("_")[2] not in repr(token)


def test_no_two_tokens_are_alike(office: Office) -> None:
    assert office.registry.create("alice")[1] != office.registry.create("alice")[1]


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", "Basic YTpi", "{text}", "Basic {text}", "Bearer x{text}", "Bearer {text}0"],
)
def test_what_is_no_bearer_token_of_ours_is_nobodys(office: Office, header: str) -> None:
    _, text = office.registry.create("alice")
    assert office.known(header.format(text=text)) is None


def test_the_id_of_a_token_with_another_secret_is_nobodys(office: Office) -> None:
    mine, other = (office.registry.create(owner)[1] for owner in ("alice", "mallory"))
    forged = f"{mine.rpartition('_')[0]}_{other.rpartition('_')[2]}"
    assert office.known(f"Bearer {forged}") is None


def test_a_token_expires(office: Office) -> None:
    _, text = office.registry.create("alice", lifetime=timedelta(hours=1))
    assert office.known(f"Bearer {text}") is not None
    office.clock.advance(timedelta(hours=1))
    assert office.known(f"Bearer {text}") is None


def test_a_revoked_token_is_nobodys(office: Office) -> None:
    token, text = office.registry.create("alice")
    office.registry.revoke(token.id)
    assert office.known(f"Bearer {text}") is None
    assert office.registry.list() == []
    with pytest.raises(TokenNotFound, match=token.id):
        office.registry.revoke(token.id)


def test_a_token_that_was_found_is_revoked_by_its_text_which_no_error_repeats(office: Office) -> None:
    token, text = office.registry.create("alice")
    assert office.registry.revoke(text) == token.id
    assert office.known(f"Bearer {text}") is None
    with pytest.raises(TokenNotFound) as caught:
        office.registry.revoke(text)
    assert text.rpartition("_")[2] not in str(caught.value)


@pytest.mark.parametrize("owner", ["", "two words", "späße", "a\nb", "x" * 256])
def test_an_owner_that_no_header_can_carry_is_refused(office: Office, owner: str) -> None:
    with pytest.raises(InvalidOwner):
        office.registry.create(owner)
