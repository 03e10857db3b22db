"""What S3 does not remove is due again later, so it does not keep the sweep from others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from chalicelib.domain.deadline import NO_DEADLINE
from chalicelib.errors import ServiceUnavailable
from chalicelib.models import Status, StoredOutput
from chalicelib.recovery.expirations import RETRY_AFTER
from tests.fakes import FakeDueItems, FakeOutputStorage
from tests.fakes.storage import FakeSourceStorage
from tests.unit.deployment import GRACE, OWNER
from tests.unit.in_memory_app import InMemoryApp


@dataclass
class LockedOutputs(FakeOutputStorage):
    """S3 denies the removal of any output, as under Object Lock."""

    locked: bool = True

    def remove(self, outputs: Sequence[StoredOutput]) -> None:
        if self.locked and outputs:
            raise ServiceUnavailable("AccessDenied")
        super().remove(outputs)


@dataclass
class LockedSources(FakeSourceStorage):
    """S3 denies the deletion of any source, as by a bucket policy."""

    locked: bool = True

    def delete(self, key: str) -> None:
        if self.locked:
            raise ServiceUnavailable("AccessDenied")
        super().delete(key)


def test_retired_outputs_are_due_again_later() -> None:
    outputs = LockedOutputs()
    app = InMemoryApp(outputs=outputs)
    app.sources.versioned = False
    app.reconcile(app.put(b"image one"))
    app.reconcile(app.put(b"image two"))
    app.clock.advance(GRACE + timedelta(seconds=1))
    assert app.sweep.run(NO_DEADLINE).postponed == 1
    assert FakeDueItems(app.store, app.retired).due(app.clock(), 1) == []
    outputs.locked = False
    app.clock.advance(RETRY_AFTER + timedelta(seconds=1))
    assert app.sweep.run(NO_DEADLINE).ended == 1
    assert list(app.outputs.list("")) == list(app.outputs.list(app.image().variants[0].key))
    assert app.retired.lists == {}


def test_images_whose_retention_is_over_are_due_again_later() -> None:
    app = InMemoryApp()
    app.sources = sources = LockedSources(app.clock)
    app.retention.set_days(OWNER, 1)
    app.reconcile(app.put(b"image"))
    app.clock.advance(timedelta(days=1, seconds=1))
    assert app.sweep.run(NO_DEADLINE).postponed == 1
    assert FakeDueItems(app.store, app.retired).due(app.clock(), 1) == []
    sources.locked = False
    app.clock.advance(RETRY_AFTER + timedelta(seconds=1))
    assert app.sweep.run(NO_DEADLINE).ended == 1
    assert app.image().status is Status.DELETED
