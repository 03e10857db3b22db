"""What the end of an image by a retention policy uses."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from ops.costing.ending import LISTS, OPENED, POLICY_READS, READS, UPDATES, ending
from ops.costing.engine_times import Rendering
from ops.costing.prices import USD
from ops.costing.statement import cost
from ops.costing.usage import Deployment, Image
from tests.fakes import FakeEventPublisher
from tests.unit.deployment import OWNER
from tests.unit.in_memory_app import InMemoryApp
from tests.unit.ops.costing.call_counter import CallCounter

IMAGE = Image(
    bytes=1e6,
    megapixels=3,
    presets=1,
    variants=1,
    rendering=Rendering(direct=0, workflow=0, bytes=0, longest=0),
)


@pytest.mark.parametrize("events", [False, True], ids=["no-events", "events"])
def test_calls_match_a_real_end(*, events: bool) -> None:
    app: Any = InMemoryApp(publisher=FakeEventPublisher() if events else None)
    app.retention.set_days(OWNER, 30)
    app.reconcile(app.put(b"image"))
    image_id = app.image().id
    app.clock.advance(timedelta(days=31))
    calls = {
        name: Counter[str]() for name in ("store", "retired", "renderings", "retention", "sources", "outputs")
    }
    for name, counter in calls.items():
        setattr(app, name, CallCounter(getattr(app, name), counter))
    app.ended_images.end_due(image_id)
    records = calls["store"]
    assert records["get"] + calls["retired"]["get"] + calls["renderings"]["may_run"] == READS
    assert records.total() - records["get"] == UPDATES + events
    assert calls["retention"] == {"days": POLICY_READS}
    assert calls["sources"] == {"open": OPENED, "delete": 1}
    assert calls["outputs"] == {"list": LISTS, "remove": 1}


def test_a_million_ends_cost_their_list_price() -> None:
    used = dict(ending(IMAGE, Deployment(), call_ms=0))
    # 10 short calls of 8 ms, and 8 of S3 that take 30 ms
    assert used.pop("lambda_arm64_gb_second") == pytest.approx((10 * 0.008 + 8 * 0.03) * 1769 / 1024)
    # 3 GET at 0.40, 3 LIST at 5.00, 6.5 reads at 0.125, 11 writes at 0.625
    assert 1e6 * cost(used, USD) == pytest.approx(1.2 + 15 + 0.8125 + 6.875)


def test_a_larger_record_and_events_take_more_writes() -> None:
    plain, large = ending(IMAGE, Deployment(), 1), ending(replace(IMAGE, variants=4), Deployment(), 1)
    assert (plain["dynamodb_write"], large["dynamodb_write"]) == (11, 15)
    assert ending(IMAGE, Deployment(events=True), 1)["dynamodb_write"] == 14
