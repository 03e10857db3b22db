"""Sign the URLs of variants on demand."""

import hmac
import re
from dataclasses import dataclass
from typing import Self

# The first 16 bytes of the HMAC-SHA-256, in hex.
_DIGITS = 32
_KEY = re.compile(r"[0-9a-f]{8}:[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key of the service. `id` is part of each signature."""

    id: str
    secret: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse a key as `ops signing-key` prints it, `ID:SECRET`. Raises ValueError."""
        if not _KEY.fullmatch(text):
            # The message must not contain the secret.
            raise ValueError("The signing key must be 8 hex digits, a colon and 64 hex digits.")
        key_id, _, secret = text.partition(":")
        return cls(key_id, secret)

    def sign(self, image_id: str, operations: str) -> str:
        """Return the signature of operations on an image, which is valid for all of its versions."""
        text = f"{image_id}/{operations}"
        return self.id + hmac.digest(self.secret.encode(), text.encode(), "sha256").hex()[:_DIGITS]

    def __repr__(self) -> str:
        """Return the key without its secret, which must not appear in logs."""
        return f"SigningKey({self.id!r})"
