"""Read fields of single bits. The input is untrusted."""


class Bits:
    """Read fields of a few bits, the most significant first. Raises IndexError at the end."""

    def __init__(self, content: bytes) -> None:
        self._value = int.from_bytes(content, "big")
        self._left = len(content) * 8

    def take(self, count: int = 1) -> int:
        """Return the next bits as an unsigned integer."""
        self._left -= count
        if self._left < 0:
            raise IndexError
        return self._value >> self._left & ((1 << count) - 1)

    def skip(self, *counts: int) -> None:
        """Skip fields of these lengths."""
        self.take(sum(counts))
