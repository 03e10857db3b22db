"""Classes that break one rule each about retention policies."""

from collections.abc import Iterator

from msgspec.structs import replace

from chalicelib.erasure.owners import RetentionChange
from chalicelib.models import Image, Status
from chalicelib.processing.steps import Steps
from tests.fakes import FakeRetentionPolicies


class LeavesRunsAlone(RetentionChange, frozen=True):
    """Relies on runs to read the policy directly before they commit."""

    def _change(self, listed: Image, days: int | None) -> bool:
        current = self.store.get(listed.id)
        if current is not None and current.status is Status.PROCESSING:
            return False
        return super()._change(listed, days)


class ChangesThePolicyLast(RetentionChange, frozen=True):
    def steps(self, owner: str, days: int | None) -> Iterator[bool]:
        yield from super(ChangesThePolicyLast, replace(self, policies=FakeRetentionPolicies())).steps(
            owner, days
        )
        self.policies.set_days(owner, days)


class ReadsThePolicyOnce(Steps, frozen=True):
    """Commits with the policy that it has read before, although that can have changed."""

    def retained(self, image: Image, *, latest: bool = False) -> Image:
        return image if latest else super().retained(image)
