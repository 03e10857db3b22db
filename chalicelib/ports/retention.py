"""Port for how long owners' images are kept."""

from typing import Protocol


class RetentionPolicies(Protocol):
    """For how many days the images of each owner are kept. Methods raise ServiceUnavailable."""

    def days(self, owner: str) -> int | None:
        """Return the number of days after the creation of an image, None if it is kept forever.

        The read is eventually consistent.
        """
        ...

    def set_days(self, owner: str, days: int | None) -> None:
        """Keep the owner's images for this many days, or forever."""
        ...
