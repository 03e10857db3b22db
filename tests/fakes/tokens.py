"""A fake table of API tokens."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from chalicelib.access.tokens import Token


@dataclass
class FakeTokenStore:
    """A table of tokens in memory."""

    tokens: dict[str, Token] = field(default_factory=dict)

    def put(self, token: Token) -> None:
        self.tokens[token.id] = token

    def get(self, token_id: str) -> Token | None:
        return self.tokens.get(token_id)

    def list(self) -> Sequence[Token]:
        return sorted(self.tokens.values(), key=lambda token: token.created_at)

    def remove(self, token_id: str) -> bool:
        return self.tokens.pop(token_id, None) is not None
