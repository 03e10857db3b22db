"""Have a file rendered, unless it is there, by one request at a time and within the limits."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from msgspec import Struct

from chalicelib.access.usage import Day
from chalicelib.domain.on_demand import addresses
from chalicelib.domain.on_demand.lifetimes import CLAIM_LIFETIME, FAILURE_LIFETIME, START_WITHIN
from chalicelib.errors import NotRenderable, QuotaExceeded, RenderingInProgress, ServiceUnavailable
from chalicelib.models import (
    Failure,
    Image,
    RenderingInput,
    RenderingLimits,
    RenderingOutput,
    Rendition,
)
from chalicelib.ports import (
    Clock,
    OutputStorage,
    RenderingClaims,
    RenderingFunction,
    RenderingUsage,
)

POLL_INTERVAL = timedelta(seconds=0.5)
"""Between two looks for a file that another request has rendered."""
POLLS = 12
"""After which a request stops waiting for it, and its caller has to try again."""


class _Claim(Struct, frozen=True, kw_only=True):
    """A claim on a file: the day that it is charged to, and when it ends."""

    key: str
    made: datetime

    @property
    def until(self) -> datetime:
        return self.made + CLAIM_LIFETIME


class SingleRendering(Struct, frozen=True, kw_only=True):
    """Invokes the function that renders on demand, up to `per_image` and `per_owner` times a day.

    `sleep` waits for a number of seconds.
    """

    outputs: OutputStorage
    claims: RenderingClaims
    usage: RenderingUsage
    function: RenderingFunction
    per_image: int
    per_owner: int
    clock: Clock
    sleep: Callable[[float], None]

    def ensure(self, image: Image, rendition: Rendition) -> bool:
        """Return True once the file is there, False if the image no longer has this version.

        If it is there already, nothing is written. Raises NotRenderable, QuotaExceeded, RenderingInProgress,
        ServiceUnavailable.
        """
        key = addresses.key(rendition)
        if self.outputs.newest(key) is not None:
            return True
        claim = _Claim(key=key, made=self.clock())
        claimed = self.claims.claim(key, now=claim.made, until=claim.until)
        if isinstance(claimed, Failure):
            raise _not_renderable(claimed)
        if claimed == "running":
            self._wait(key)
            return True
        return self._ended(claim, self._invoke(image, claim))

    def _wait(self, key: str) -> None:
        """Wait for the file that another request has rendered. Raises RenderingInProgress."""
        for _ in range(POLLS):
            self.sleep(POLL_INTERVAL.total_seconds())
            if self.outputs.newest(key) is not None:
                return
        raise RenderingInProgress("The variant is being rendered. Try again.")

    def _invoke(self, image: Image, claim: _Claim) -> RenderingOutput:
        _, image_id, version, file = claim.key.split("/")
        try:
            self._charge(image, claim)
            return self._output(claim, RenderingInput(image_id=image_id, version=version, file=file))
        except (QuotaExceeded, ServiceUnavailable):
            self.claims.release(claim.key, until=claim.until)
            raise
        except RenderingInProgress:
            # It did not start.
            self.usage.refund(image.id, image.owner, now=claim.made)
            self.claims.release(claim.key, until=claim.until)
            raise

    def _output(self, claim: _Claim, request: RenderingInput) -> RenderingOutput:
        """Invoke the function, also again and again while it is throttled: browsers do not retry images."""
        for _ in range(POLLS):
            self._check_start(claim)
            with suppress(RenderingInProgress):
                return self.function.invoke(request)
            self.sleep(POLL_INTERVAL.total_seconds())
        self._check_start(claim)
        return self.function.invoke(request)

    def _charge(self, image: Image, claim: _Claim) -> None:
        limits = RenderingLimits(per_image=self.per_image, per_owner=self.per_owner)
        exhausted = self.usage.charge(image.id, image.owner, now=claim.made, until=claim.until, limits=limits)
        if exhausted is None:
            return
        whose, limit = (
            ("This image", limits.per_image)
            if exhausted == "image"
            else ("The image's owner", limits.per_owner)
        )
        raise QuotaExceeded(
            f"{whose} has reached the limit of {limit} variants rendered on demand per day."
            " It resets at midnight UTC.",
            Day.of(claim.made).seconds_left(claim.made),
        )

    def _check_start(self, claim: _Claim) -> None:
        if self.clock() - claim.made > START_WITHIN:
            raise ServiceUnavailable("Counting a rendering took so long that its claim could end first")

    def _ended(self, claim: _Claim, output: RenderingOutput) -> bool:
        if output.outcome == "failed":
            failure = Failure(code=output.code, detail=output.detail)
            remembered_until = self.clock() + FAILURE_LIFETIME
            self.claims.fail(claim.key, failure, until=claim.until, remembered_until=remembered_until)
            raise _not_renderable(failure)
        if output.outcome == "unavailable":
            self.claims.release(claim.key, until=claim.until)
            raise ServiceUnavailable(f"Rendering {claim.key} on demand: {output.detail}")
        # On success the claim stays, for requests that looked for the file before it was there.
        return output.outcome == "stored"


def _not_renderable(failure: Failure) -> NotRenderable:
    return NotRenderable(f"The variant cannot be rendered: {failure.detail}.")
