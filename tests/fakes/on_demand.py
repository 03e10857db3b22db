"""Fakes of what renders variants on demand."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from chalicelib.access.usage import Day
from chalicelib.models import Failure, RenderingInput, RenderingLimits, RenderingOutput, SigningKey


@dataclass
class FakeRenderingClaims:
    """Claims in memory: when each ends, and what is remembered until when."""

    ends: dict[str, datetime] = field(default_factory=dict)
    failures: dict[str, tuple[Failure, datetime]] = field(default_factory=dict)

    def claim(self, key: str, *, now: datetime, until: datetime) -> Failure | Literal["claimed", "running"]:
        if key in self.failures:
            failure, remembered_until = self.failures[key]
            if remembered_until > now:
                return failure
        if key in self.ends and self.ends[key] > now:
            return "running"
        self.failures.pop(key, None)
        self.ends[key] = until
        return "claimed"

    def release(self, key: str, *, until: datetime) -> None:
        if self.ends.get(key) == until:
            del self.ends[key]

    def fail(self, key: str, failure: Failure, *, until: datetime, remembered_until: datetime) -> None:
        if self.ends.get(key) == until:
            del self.ends[key]
            self.failures[key] = (failure, remembered_until)


@dataclass
class FakeRenderingUsage:
    """Counters in memory. `ends` is when the last rendering of each image ends."""

    images: Counter[tuple[str, Day]] = field(default_factory=Counter)
    owners: Counter[tuple[str, Day]] = field(default_factory=Counter)
    ends: dict[str, datetime] = field(default_factory=dict)

    def charge(
        self, image_id: str, owner: str, *, now: datetime, until: datetime, limits: RenderingLimits
    ) -> Literal["image", "owner"] | None:
        day = Day.of(now)
        if self.images[image_id, day] >= limits.per_image:
            return "image"
        self.images[image_id, day] += 1
        self.ends[image_id] = max(until, self.ends.get(image_id, until))
        if self.owners[owner, day] >= limits.per_owner:
            return "owner"
        self.owners[owner, day] += 1
        return None

    def refund(self, image_id: str, owner: str, *, now: datetime) -> None:
        day = Day.of(now)
        self.images[image_id, day] -= 1
        self.owners[owner, day] -= 1

    def may_run(self, image_id: str, now: datetime) -> bool:
        return image_id in self.ends and self.ends[image_id] > now


@dataclass
class FakeSigningKeys:
    """Keys in memory, the newest first. `reads` counts how often they were read."""

    keys: Sequence[SigningKey] = ()
    reads: int = 0

    def newest_first(self) -> Sequence[SigningKey]:
        self.reads += 1
        return self.keys


def _stored(_request: RenderingInput) -> RenderingOutput:
    return RenderingOutput(outcome="stored")


@dataclass
class FakeRenderingFunction:
    """Records its invocations. `run` is the function, or raises an error of the invocation."""

    run: Callable[[RenderingInput], RenderingOutput] = _stored
    invocations: list[RenderingInput] = field(default_factory=list)

    def invoke(self, request: RenderingInput) -> RenderingOutput:
        self.invocations.append(request)
        return self.run(request)
