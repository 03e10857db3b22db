"""Port for the quotas of owners."""

from typing import Protocol


class OwnerQuotas(Protocol):
    """Counts what runs cost their owners. Each method raises QuotaExceeded, without counting anything."""

    def charge_rendering(self, owner: str, size: int) -> None:
        """Count one more image of `size` bytes."""
        ...

    def charge_attempt(self, owner: str) -> None:
        """Count another attempt after one that failed."""
        ...

    def charge_bytes(self, owner: str, size: int) -> None:
        """Count bytes that no form allowed."""
        ...
