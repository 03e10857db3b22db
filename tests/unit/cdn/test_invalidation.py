"""Batches of requests become invalidations, within each owner's quota and at a bounded price."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from chalicelib.cdn.invalidation import Invalidation, Outcome
from chalicelib.domain.invalidation import FULL_INTERVAL
from chalicelib.errors import ServiceUnavailable
from chalicelib.models import InvalidationRequest
from tests.fakes import FakeCdn, FakeClock, FakeInvalidationQueue, FakeInvalidationUsage

PER_DAY = 3


@dataclass
class Deployment:
    """The use case, and what it works with."""

    clock: FakeClock = field(default_factory=FakeClock)
    cdn: FakeCdn = field(default_factory=FakeCdn)
    queue: FakeInvalidationQueue = field(default_factory=FakeInvalidationQueue)
    usage: FakeInvalidationUsage = field(default_factory=FakeInvalidationUsage)

    @property
    def use_case(self) -> Invalidation:
        return Invalidation(
            cdn=self.cdn, queue=self.queue, usage=self.usage, per_day=PER_DAY, clock=self.clock
        )

    def run(self, *requests: InvalidationRequest) -> Outcome:
        return self.use_case.run(requests)

    def request(self, tag: str, owner: str = "alice") -> InvalidationRequest:
        return InvalidationRequest(tag=tag, owner=owner, requested_at=self.clock())

    def requests(self, tags: str, owner: str = "alice") -> Iterator[InvalidationRequest]:
        return (self.request(tag, owner) for tag in tags)

    @property
    def paths(self) -> list[tuple[str, ...]]:
        return list(self.cdn.accepted.values())


@pytest.fixture
def deployment() -> Deployment:
    return Deployment()


def test_one_invalidation_is_sent_for_all_requests(deployment: Deployment) -> None:
    requests = [*deployment.requests("ab"), *deployment.requests("c", "bob"), deployment.request("a")]
    assert deployment.run(*requests) is Outcome.TAGS
    [paths] = deployment.paths
    assert sorted(paths) == ["#a", "#b", "#c"]
    assert deployment.queue.requests == []


def test_beyond_the_quota_one_invalidation_of_everything_stands_for_the_batch(deployment: Deployment) -> None:
    requests = [*deployment.requests("abcd"), *deployment.requests("e", "bob")]
    assert deployment.run(*requests) is Outcome.ALL
    assert deployment.paths == [("/*",)]
    # what it stands for was not invalidated by tag
    assert deployment.usage.counted.total() == 0


def test_what_comes_soon_after_an_invalidation_of_everything_waits(deployment: Deployment) -> None:
    deployment.run(*deployment.requests("abcd"))
    deployment.clock.advance(timedelta(minutes=1))
    requests = [*deployment.requests("efgh"), *deployment.requests("i", "bob")]
    assert deployment.run(*requests) is Outcome.POSTPONED
    assert deployment.paths == [("/*",), ("#i",)]
    assert deployment.queue.requests == requests[:4]
    assert deployment.queue.delays == [timedelta(minutes=4)] * 4
    deployment.clock.advance(timedelta(minutes=4))
    assert deployment.run(*deployment.queue.requests) is Outcome.ALL


def test_what_waited_is_dropped_once_an_invalidation_of_everything_stands_for_it(
    deployment: Deployment,
) -> None:
    waiting = list(deployment.requests("abcd"))
    deployment.clock.advance(timedelta(minutes=1))
    deployment.run(*deployment.requests("efgh"))
    assert deployment.run(*waiting) is Outcome.POSTPONED
    assert (deployment.paths, deployment.queue.requests) == ([("/*",)], [])


def test_the_quota_is_for_one_day(deployment: Deployment) -> None:
    for tags in ("abc", "d"):
        deployment.run(*deployment.requests(tags))
    deployment.clock.advance(timedelta(days=1))
    deployment.run(*deployment.requests("efg"))
    assert deployment.paths == [("#a", "#b", "#c"), ("/*",), ("#e", "#f", "#g")]


def test_a_failure_is_not_counted(deployment: Deployment) -> None:
    deployment.cdn.available = False
    for _ in range(PER_DAY + 1):
        with pytest.raises(ServiceUnavailable):
            deployment.run(*deployment.requests("ab"))
    deployment.cdn.available = True
    assert deployment.run(*deployment.requests("ab")) is Outcome.TAGS


def test_an_invalidation_of_everything_that_failed_stands_for_nothing(deployment: Deployment) -> None:
    deployment.cdn.available = False
    requests = list(deployment.requests("abcd"))
    deployment.clock.advance(timedelta(minutes=1))
    with pytest.raises(ServiceUnavailable):
        deployment.run(*requests)
    deployment.cdn.available = True
    assert deployment.run(*requests) is Outcome.POSTPONED
    assert deployment.queue.requests == requests
    deployment.clock.advance(FULL_INTERVAL)
    assert deployment.run(*requests) is Outcome.ALL


def test_a_batch_that_is_sent_again_costs_nothing(deployment: Deployment) -> None:
    requests = list(deployment.requests("a"))
    for _ in range(2):
        deployment.run(*requests)
    assert deployment.paths == [("#a",)]
