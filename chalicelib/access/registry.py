"""Use cases of the operator: hand out API tokens, list them, take them back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.access.ports import TokenStore
from chalicelib.access.principals import ALL_SCOPES, Scope, is_owner
from chalicelib.access.tokens import Token, TokenText
from chalicelib.errors import InvalidOwner, TokenNotFound


@dataclass(frozen=True, kw_only=True)
class TokenRegistry:
    """All API tokens of one deployment."""

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
        """Return the new token's record, and its text, which nobody can tell again. Raises InvalidOwner."""
        if not is_owner(owner):
            raise InvalidOwner(
                f"An owner is 1 to 255 ASCII characters without blanks, such as alice, not {owner!r}"
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
        """Return all tokens, the oldest first."""
        return self.tokens.list()

    def revoke(self, name: str) -> str:
        """Take a token back, by its id or, as it was found somewhere, by its text; return the id.

        Raises TokenNotFound, which never repeats a secret.
        """
        text = TokenText.parse(name)
        token_id = text.id if text else name
        if not self.tokens.remove(token_id):
            raise TokenNotFound(f"There is no token {token_id!r}; `token list` shows those that there are")
        return token_id
