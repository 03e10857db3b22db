"""What replacing variants adds to a run."""

import pytest

from chalicelib.aws.retirements import DynamoDBRetirementStore
from chalicelib.models import RetiredOutput, StoredOutput
from ops.costing.prices import USD
from ops.costing.rendering_cost import OUTPUT_BYTES, replacement
from ops.costing.statement import cost
from tests.conftest import Aws
from tests.fakes import START


def test_a_list_of_up_to_five_outputs_takes_one_write_and_one_of_its_index() -> None:
    assert replacement(5) == {"dynamodb_read": 4, "dynamodb_write": 4, "s3_write": 3}
    assert replacement(6)["dynamodb_write"] == 6


def test_a_million_replaced_images_with_four_variants_cost_their_list_price() -> None:
    # 4 writes at 0.625, 4 reads at 0.125, and 3 LIST requests at 5 per million
    assert 1e6 * cost(replacement(4), USD) == pytest.approx(18)


def test_a_real_list_is_not_larger_than_assumed(aws: Aws) -> None:
    image_id = "x" * 28
    outputs = [
        RetiredOutput(
            output=StoredOutput(key=f"v/{image_id}/0123456789abcdef/300x300-{n}.webp", version_id="v" * 32),
            due_at=START,
        )
        for n in range(10)
    ]
    store = DynamoDBRetirementStore(aws.clients.dynamodb, aws.resources.images_table)
    assert store.replace(image_id, (), outputs)
    key = {"id": {"S": f"retired#{image_id}"}}
    item = aws.clients.dynamodb.get_item(TableName=aws.resources.images_table, Key=key)["Item"]
    assert len(item["outputs"]["S"]) <= 10 * OUTPUT_BYTES
    assert store.replace(image_id, outputs, ())
