"""Ports for rendering variants on demand. All methods raise ServiceUnavailable."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, Protocol

from chalicelib.models import Failure, RenderingInput, RenderingLimits, RenderingOutput, SigningKey


class RenderingClaims(Protocol):
    """Claims on files, so that only one request at a time has a file rendered, and remembered failures.

    A claim is identified by the time at which it ends.
    """

    def claim(self, key: str, *, now: datetime, until: datetime) -> Failure | Literal["claimed", "running"]:
        """Atomically claim the file with this key until that time.

        Returns `running` if there is another claim that has not ended, or the failure if one is remembered.
        """

    def release(self, key: str, *, until: datetime) -> None:
        """End the claim now, unless another one has replaced it."""

    def fail(self, key: str, failure: Failure, *, until: datetime, remembered_until: datetime) -> None:
        """End the claim and remember the failure, unless another claim has replaced this one."""


class RenderingUsage(Protocol):
    """The counters of renderings on demand, per day in UTC."""

    def charge(
        self, image_id: str, owner: str, *, now: datetime, until: datetime, limits: RenderingLimits
    ) -> Literal["image", "owner"] | None:
        """Count a rendering that ends before `until`, or return whose limit it would exceed.

        Each of both counters is increased in one atomic write.
        """

    def refund(self, image_id: str, owner: str, *, now: datetime) -> None:
        """Subtract a rendering that was charged at `now` and did not start."""


class RunningRenderings(Protocol):
    """Whether files of an image can still be stored. Reads are strongly consistent."""

    def may_run(self, image_id: str, now: datetime) -> bool:
        """Return whether a rendering on demand of this image was charged that may not have ended."""


class SigningKeys(Protocol):
    """The keys that sign URLs."""

    def newest_first(self) -> Sequence[SigningKey]:
        """Return all keys, none if there are none. Raises ConfigurationError if they cannot be parsed."""


class RenderingFunction(Protocol):
    """The function that renders on demand."""

    def invoke(self, request: RenderingInput) -> RenderingOutput:
        """Invoke the function and wait until it ends.

        The output is `failed` if the function crashed or timed out. Raises RenderingInProgress, and starts
        nothing, if it already renders as much as it can at once.
        """
