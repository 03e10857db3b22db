"""Contract of RetirementStore and DueItems, for the fakes and the DynamoDB adapters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from chalicelib.aws.due_items import DynamoDBDueItems
from chalicelib.aws.dynamodb import DynamoDBImageStore
from chalicelib.aws.retirements import DynamoDBRetirementStore
from chalicelib.domain.retirement import MAX_WAITING
from chalicelib.models import DueItem, DueKind, ListRequest, RetiredOutput, StoredOutput
from chalicelib.ports import DueItems, ImageStore, RetirementStore
from tests.contract.conftest import DATABASES
from tests.contract.emulators import tables_on
from tests.contract.records import an_image
from tests.fakes import FakeDueItems, FakeImageStore, FakeRetirementStore

# Earlier than all due dates that other tests write to the same table.
LONG_AGO = datetime.fromisoformat("2003-01-01T00:00:00+00:00")
LATER = LONG_AGO + timedelta(days=1)


@dataclass
class Table:
    images: ImageStore
    retired: RetirementStore
    due_items: DueItems

    def due(self, limit: int = 100) -> Sequence[DueItem]:
        return self.due_items.due(LATER, limit)


@pytest.fixture(params=["fake", *DATABASES])
def table(request: pytest.FixtureRequest) -> Table:
    if request.param == "fake":
        images, retired = FakeImageStore(), FakeRetirementStore()
        return Table(images, retired, FakeDueItems(images, retired))
    tables = tables_on(request)
    client, name = tables.client, tables.images
    table = Table(
        DynamoDBImageStore(client, name),
        DynamoDBRetirementStore(client, name),
        DynamoDBDueItems(client, name),
    )
    for item in table.due():
        table.retired.replace(item.image_id, table.retired.get(item.image_id), ())
    return table


def an_id() -> str:
    return an_image().id


def an_output(image_id: str, *, number: int = 0, minutes: int = 0) -> RetiredOutput:
    output = StoredOutput(key=f"v/{image_id}/0123456789abcdef/small.jpg", version_id=f"version-{number}")
    return RetiredOutput(output=output, due_at=LONG_AGO + timedelta(minutes=minutes))


def retire(table: Table, *minutes: int) -> str:
    image_id = an_id()
    outputs = [an_output(image_id, number=each, minutes=each) for each in minutes]
    assert table.retired.replace(image_id, (), outputs)
    return image_id


def test_an_image_has_no_retired_outputs_at_first(table: Table) -> None:
    assert list(table.retired.get(an_id())) == []


def test_retired_outputs_are_returned_as_they_were_written(table: Table) -> None:
    image_id = an_id()
    outputs = [an_output(image_id, number=number, minutes=number) for number in range(MAX_WAITING)]
    assert table.retired.replace(image_id, (), outputs)
    assert list(table.retired.get(image_id)) == outputs


def test_outputs_are_replaced_only_if_they_are_as_expected(table: Table) -> None:
    image_id = an_id()
    first, second = an_output(image_id, number=1), an_output(image_id, number=2)
    assert not table.retired.replace(image_id, [first], [second])
    assert table.retired.replace(image_id, (), [first])
    assert not table.retired.replace(image_id, (), [second])
    assert not table.retired.replace(image_id, [second], ())
    later = replace(first, due_at=first.due_at + timedelta(microseconds=1))
    assert not table.retired.replace(image_id, [later], ())
    assert list(table.retired.get(image_id)) == [first]
    assert table.retired.replace(image_id, [first], [first, second])
    assert list(table.retired.get(image_id)) == [first, second]


def test_an_image_without_outputs_is_no_longer_due(table: Table) -> None:
    image_id = retire(table, 1)
    assert table.retired.replace(image_id, table.retired.get(image_id), ())
    assert list(table.retired.get(image_id)) == []
    assert list(table.due()) == []


def test_images_are_due_in_the_order_of_their_earliest_dates(table: Table) -> None:
    second, first = retire(table, 30, 2), retire(table, 1, 40)
    assert [item.image_id for item in table.due()] == [first, second]
    assert [item.image_id for item in table.due(limit=1)] == [first]


def test_what_is_due_later_is_not_listed(table: Table) -> None:
    retire(table, 24 * 60)
    assert list(table.due()) == []


def test_images_with_a_due_date_are_listed_by_their_kind(table: Table) -> None:
    image = an_image(retain_until=LONG_AGO + timedelta(minutes=2))
    table.images.create(image)
    retired = retire(table, 1)
    assert list(table.due()) == [
        DueItem(kind=DueKind.RETIRED_OUTPUTS, image_id=retired),
        DueItem(kind=DueKind.IMAGE, image_id=image.id),
    ]
    assert table.images.finalize(replace(image, retain_until=None))
    assert [item.image_id for item in table.due()] == [retired]


def test_retired_outputs_are_in_no_listing_and_no_record(table: Table) -> None:
    image_id = retire(table, 1)
    assert table.images.get(image_id) is None
    assert table.images.list(image_id, ListRequest()).images == ()
    assert image_id not in {image.id for image in table.images.stuck(LATER, 1000)}
