"""What the erasure of an image uses."""

from collections import Counter
from typing import Any

import pytest

from ops.costing.engine_times import Rendering
from ops.costing.erasure import LISTS, READS, UPDATES, erasure
from ops.costing.prices import USD
from ops.costing.statement import cost
from ops.costing.usage import Deployment, Image
from tests.fakes import FakeEventPublisher
from tests.unit.deployment import OWNER
from tests.unit.erasing import work
from tests.unit.in_memory_app import InMemoryApp
from tests.unit.ops.costing.call_counter import CallCounter


def image(variants: int) -> Image:
    rendering = Rendering(direct=0, workflow=0, bytes=0, longest=0)
    return Image(bytes=1e6, megapixels=3, presets=variants, variants=variants, rendering=rendering)


@pytest.mark.parametrize("events", [False, True], ids=["no-events", "events"])
def test_calls_match_a_real_erasure(*, events: bool) -> None:
    app: Any = InMemoryApp(publisher=FakeEventPublisher() if events else None)
    app.reconcile(app.put(b"image"))
    image_id = app.image().id
    records, retired, renderings, versions = (Counter[str]() for _ in range(4))
    app.store, app.retired = CallCounter(app.store, records), CallCounter(app.retired, retired)
    app.renderings = CallCounter(app.renderings, renderings)
    app.source_versions = CallCounter(app.source_versions, versions)
    app.output_versions = CallCounter(app.output_versions, versions)
    app.erase.run(image_id, owner=OWNER)
    work(app)
    assert records["get"] + retired["get"] + renderings["may_run"] == READS
    assert records.total() - records["get"] == UPDATES + events
    assert (versions["pages"], versions["remove"]) == (LISTS, 2)


def test_a_million_erasures_cost_their_list_price() -> None:
    used = dict(erasure(image(1), Deployment(), call_ms=0))
    # 9 short calls of 8 ms, and 7 of S3 that take 30 ms
    assert used.pop("lambda_arm64_gb_second") == pytest.approx((9 * 0.008 + 7 * 0.03) * 1769 / 1024)
    assert used.pop("logs_gb") == pytest.approx(600 / 2**30)
    # a request at 3.50, 2 functions at 0.20, 5 LIST at 5.00, 6 reads at 0.125, 6 writes at 0.625, 3 at 0.40
    assert 1e6 * cost(used, USD) == pytest.approx(3.5 + 0.4 + 25 + 0.75 + 3.75 + 1.2)


def test_a_larger_record_takes_more_writes_and_events_take_more_of_everything() -> None:
    plain, large = erasure(image(1), Deployment(), 1), erasure(image(4), Deployment(), 1)
    assert (plain["dynamodb_write"], large["dynamodb_write"]) == (6, 7)
    events = erasure(image(1), Deployment(events=True), 1)
    assert (events["dynamodb_write"], events["event"], events["sqs_request"]) == (9, 1, 6)
    assert events["lambda_arm64_gb_second"] > plain["lambda_arm64_gb_second"]
