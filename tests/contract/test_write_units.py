"""The write units of a new image, as MiniStack counts them with each index, and as docs/cost.md says."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.aws.dynamodb import DynamoDBImageStore
from chalicelib.models import Lease, Status
from ops.costing import table_writes
from tests.consumed_units import Meter
from tests.contract.emulators import Tables
from tests.contract.records import NOW, a_ready_image, an_image

_WRITES = ("PutItem", "UpdateItem")


@pytest.fixture(params=["ministack"])
def table(request: pytest.FixtureRequest) -> Tables:
    """The only emulator here that counts the writes of indexes."""
    emulator = request.getfixturevalue(request.param)
    found: Tables = emulator.tables
    return found


@contextmanager
def reported(tables: Tables) -> Iterator["Counter[str]"]:
    """Collect the units that the emulator reports, by index; the table is one of them."""
    units, events = Counter[str](), tables.client.meta.events

    def ask(params: dict[str, Any], **_: object) -> None:
        params["ReturnConsumedCapacity"] = "INDEXES"

    def count(parsed: Mapping[str, Any], **_: object) -> None:
        consumed = parsed["ConsumedCapacity"]
        units["table"] += int(consumed["Table"]["CapacityUnits"])
        for name, index in consumed.get("GlobalSecondaryIndexes", {}).items():
            units[name] += int(index["CapacityUnits"])

    for name in _WRITES:
        events.register(f"provide-client-params.dynamodb.{name}", ask, unique_id=f"ask {name}")
        events.register(f"after-call.dynamodb.{name}", count, unique_id=f"count {name}")
    yield units
    for name in _WRITES:
        events.unregister(f"provide-client-params.dynamodb.{name}", unique_id=f"ask {name}")
        events.unregister(f"after-call.dynamodb.{name}", unique_id=f"count {name}")


@pytest.mark.parametrize(("variants", "record_units"), [(1, 1), (8, 2)])
def test_a_new_image_takes_the_writes_of_the_estimate(
    table: Tables, variants: int, record_units: int
) -> None:
    store, pending = DynamoDBImageStore(table.client, table.images), an_image()
    lease = Lease(owner=pending.owner, ends=NOW + timedelta(minutes=1))
    with reported(table) as units, Meter(table.client).running() as consumed:
        store.create(pending)
        claimed = store.claim(replace(pending, status=Status.PROCESSING), lease)
        ready = a_ready_image(claimed)
        store.finalize(replace(ready, variants=ready.variants * variants))
    ours = Counter[str]()
    for (_, target), number in consumed.writes.items():
        ours[target] += number
    assert +ours == +units
    # The outcome is written to the table and to `ids_by_owner_status`, and removed from `by_open_shard`.
    assert units.total() == table_writes.FORM + table_writes.CLAIM + record_units + 1 + 1
