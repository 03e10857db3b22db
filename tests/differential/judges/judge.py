"""What all judges have in common."""

from collections.abc import Sequence
from typing import Protocol

from tests.differential.decoded import Decoded


class Judge(Protocol):
    """A decoder that shares no code with the engine under test."""

    name: str

    def decode(self, files: Sequence[bytes]) -> list[Decoded | None]:
        """Decode each file, or return None for those that it shows nothing of."""
