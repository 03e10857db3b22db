"""Use cases of the operator: create, list and revoke API tokens."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from msgspec import Struct

from chalicelib.access.ports import TokenStore
from chalicelib.access.principals import ALL_SCOPES, Scope, is_owner
from chalicelib.access.tokens import Token, TokenText
from chalicelib.errors import InvalidOwner, TokenNotFound


class TokenRegistry(Struct, frozen=True, kw_only=True):
    """Manages the API tokens of one deployment. `random` returns that many random bytes as hexadecimal."""

    tokens: TokenStore
    clock: Callable[[], datetime]
    random: Callable[[int], str]

    def create(
        self,
        owner: str,
        *,
        scopes: frozenset[Scope] = ALL_SCOPES,
        lifetime: timedelta | None = None,
        label: str = "",
    ) -> tuple[Token, str]:
        """Create a token. Return its record and its text, which is not stored. Raises InvalidOwner."""
        if not is_owner(owner):
            raise InvalidOwner(
                f"{owner!r} cannot be an owner. Use 1 to 255 ASCII characters without spaces, such as alice."
            )
        text = TokenText.new(self.random)
        now = self.clock()
        token = Token(
            id=text.id,
            digest=text.digest,
            owner=owner,
            scopes=scopes,
            label=label,
            created_at=now,
            expires_at=now + lifetime if lifetime else None,
        )
        self.tokens.put(token)
        return token, str(text)

    def list(self) -> Sequence[Token]:
        """Return all tokens, oldest first."""
        return self.tokens.list()

    def revoke(self, id_or_text: str) -> str:
        """Revoke a token by its id or by its text; return the id.

        Raises TokenNotFound, whose message never contains the secret.
        """
        text = TokenText.parse(id_or_text)
        token_id = text.id if text else id_or_text
        if not self.tokens.remove(token_id):
            raise TokenNotFound(f"There is no token {token_id!r}. `token list` shows all tokens.")
        return token_id
