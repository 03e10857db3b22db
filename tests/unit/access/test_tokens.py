"""API tokens are shown once, and are valid until they expire or are revoked."""

import secrets
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from chalicelib.access.authenticator import Authenticator
from chalicelib.access.principals import Principal, Scope
from chalicelib.access.token_registry import TokenRegistry
from chalicelib.errors import InvalidOwner, TokenNotFound
from tests.fakes import FakeClock, FakeTokenStore


@dataclass
class Scene:
    clock: FakeClock = field(default_factory=FakeClock)
    store: FakeTokenStore = field(default_factory=FakeTokenStore)

    @property
    def registry(self) -> TokenRegistry:
        return TokenRegistry(tokens=self.store, clock=self.clock, random=secrets.token_hex)

    def authenticate(self, header: str) -> Principal | None:
        return Authenticator(tokens=self.store, issuer=None, clock=self.clock).principal(header)


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_a_token_identifies_its_owner_and_scopes(scene: Scene) -> None:
    _, text = scene.registry.create("alice", scopes=frozenset({Scope.READ}))
    assert scene.authenticate(f"Bearer {text}") == Principal(owner="alice", scopes=frozenset({Scope.READ}))


@pytest.mark.parametrize("scheme", ["bearer", "BEARER", "Bearer "])
def test_the_scheme_is_case_insensitive(scene: Scene, scheme: str) -> None:
    _, text = scene.registry.create("alice")
    assert scene.authenticate(f"{scheme} {text}") is not None


def test_a_token_is_stored_without_its_secret(scene: Scene) -> None:
    token, text = scene.registry.create("alice")
    assert text.rpartition("_")[2] not in repr(token)


def test_tokens_are_unique(scene: Scene) -> None:
    assert scene.registry.create("alice")[1] != scene.registry.create("alice")[1]


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", "Basic YTpi", "{text}", "Basic {text}", "Bearer x{text}", "Bearer {text}0"],
)
def test_a_header_without_a_valid_token_is_refused(scene: Scene, header: str) -> None:
    _, text = scene.registry.create("alice")
    assert scene.authenticate(header.format(text=text)) is None


def test_a_token_with_the_wrong_secret_is_refused(scene: Scene) -> None:
    mine, other = (scene.registry.create(owner)[1] for owner in ("alice", "mallory"))
    forged = f"{mine.rpartition('_')[0]}_{other.rpartition('_')[2]}"
    assert scene.authenticate(f"Bearer {forged}") is None


def test_a_token_expires(scene: Scene) -> None:
    _, text = scene.registry.create("alice", lifetime=timedelta(hours=1))
    assert scene.authenticate(f"Bearer {text}") is not None
    scene.clock.advance(timedelta(hours=1))
    assert scene.authenticate(f"Bearer {text}") is None


def test_a_revoked_token_is_refused(scene: Scene) -> None:
    token, text = scene.registry.create("alice")
    scene.registry.revoke(token.id)
    assert scene.authenticate(f"Bearer {text}") is None
    assert scene.registry.list() == []
    with pytest.raises(TokenNotFound, match=token.id):
        scene.registry.revoke(token.id)


def test_a_token_can_be_revoked_by_its_text_which_no_error_contains(scene: Scene) -> None:
    token, text = scene.registry.create("alice")
    assert scene.registry.revoke(text) == token.id
    assert scene.authenticate(f"Bearer {text}") is None
    with pytest.raises(TokenNotFound) as caught:
        scene.registry.revoke(text)
    assert text.rpartition("_")[2] not in str(caught.value)


@pytest.mark.parametrize("owner", ["", "two words", "späße", "a\nb", "x" * 256])
def test_an_owner_that_does_not_fit_in_a_header_is_refused(scene: Scene, owner: str) -> None:
    with pytest.raises(InvalidOwner):
        scene.registry.create(owner)
