"""The writes to the index of due dates match a real image's."""

from datetime import timedelta

from chalicelib.domain.deadline import NO_DEADLINE
from load import assumptions
from load.capacity import INDEX_SHARDS, resource_uses
from tests.fakes import FakeDueItems
from tests.unit.deployment import GRACE, OWNER
from tests.unit.in_memory_app import InMemoryApp

DAY = timedelta(days=1)


def entries(app: InMemoryApp) -> set[object]:
    """Return what is in the index."""
    far = app.clock() + 1000 * DAY
    return set(FakeDueItems(app.store, app.retired).due(far, 100))


def test_an_image_that_is_replaced_once_and_ends_is_four_writes() -> None:
    app = InMemoryApp()
    app.retention.set_days(OWNER, 90)
    writes, before = 0, entries(app)

    def count() -> None:
        nonlocal writes, before
        writes, before = writes + len(before ^ entries(app)), entries(app)

    for content in (b"image one", b"image two"):
        app.reconcile(app.put(content))
        count()
    for wait in (GRACE, 90 * DAY):
        app.clock.advance(wait + DAY)
        app.sweep.run(NO_DEADLINE)
        count()
    (use,) = (each for each in resource_uses(assumptions.read()) if "by_due_shard" in each.name)
    assert before == set()
    assert use.per_image * INDEX_SHARDS == writes == 4
