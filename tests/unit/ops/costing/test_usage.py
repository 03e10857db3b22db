"""What one image uses of each unit that AWS bills."""

import pytest
from msgspec.structs import replace

from chalicelib.aws.items import to_item
from chalicelib.domain.presets import Presets
from chalicelib.models import IdempotencyKey, UploadRequest, VariantSpec
from load import assumptions
from ops.costing import usage
from ops.costing.engine_times import Rendering
from ops.costing.table_writes import record_bytes
from ops.costing.usage import Deployment, Image, per_image, protection, run_ms, stored
from tests.item_sizes import item_size
from tests.unit.deployment import OWNER
from tests.unit.in_memory_app import InMemoryApp

GB = 2**30
RENDERING = Rendering(direct=100, workflow=300, longest=200, bytes=GB / 1000)
ONE = Image(bytes=GB / 500, megapixels=9, presets=1, variants=1, rendering=RENDERING)
FOUR = replace(ONE, presets=4, variants=4)
EVERYTHING = Deployment(
    workflow=True, moderation=True, face_detection=True, events=True, eventbridge_uploads=True
)
CALL_MS = 2.0


def test_direct_mode_uses_one_function_and_its_calls() -> None:
    assert per_image(ONE, Deployment(), CALL_MS) == {
        "Lambda": {
            # 100 ms engine + 7 calls x 2 ms + 4 x 8 ms + 80 ms + 30 ms = 256 ms; 2 requests of 6 ms, the
            # authorizer's 2 ms, and 4 calls x 8 ms = 46 ms
            "lambda_arm64_gb_second": pytest.approx(0.302 * 1769 / 1024),
            # the run, 2 requests, the authorizer
            "lambda_request": 4,
        },
        # the upload is written and read, the variant is written
        "S3 requests": {"s3_read": 1, "s3_write": 2},
        # a read of the run, half of one for the leases and for the policy, the token and the look; the form
        # is 2 writes and the quota 1, the claim 2, the outcome 3
        "DynamoDB": {"dynamodb_read": 4.0, "dynamodb_write": 8},
        "API Gateway": {"api_request": 2},
        "CloudWatch Logs": {"logs_gb": (930 + 2 * 300) / GB},
    }


def test_a_workflow_with_all_options_uses_more() -> None:
    assert per_image(FOUR, EVERYTHING, CALL_MS) == {
        "Lambda": {
            # 300 ms engine + 20 calls x 2 ms + 11 x 8 ms + 5 x 80 ms + 4 x 30 ms + 2 x 500 ms of Rekognition
            # = 1,948 ms; requests 46 ms; the webhook's 2 + 8 ms, and 200 ms for the endpoint
            "lambda_arm64_gb_second": pytest.approx(2.204 * 1769 / 1024),
            # receiving, Inspect, Moderate, 4 x Render, Finalize, Publish; 2 requests, authorizer, webhook
            "lambda_request": 13,
        },
        # Inspect and 4 x Render read the upload
        "S3 requests": {"s3_read": 5, "s3_write": 5},
        # 2 reads, the leases, the policy, token and look, the endpoint; the form and the quota are 3, the
        # claim is 2, the outcome of 2 KB is 4, and 6 with its event
        "DynamoDB": {"dynamodb_read": 6.0, "dynamodb_write": 15},
        "API Gateway": {"api_request": 2},
        "CloudWatch Logs": {"logs_gb": (1375 + 4 * 690 + 3 * 300) / GB},
        "Step Functions": {"state_transition": 13},
        "Rekognition": {"rekognition_image": 2},
        # S3's event and the outcome's
        "EventBridge": {"event": 2},
        "SQS": {"sqs_request": 3},
        "Data transfer": {"transfer_out_gb": 4000 / GB},
    }


def test_a_web_acl_inspects_the_requests() -> None:
    assert per_image(ONE, Deployment(web_acl=True), CALL_MS)["WAF"] == {"web_acl_request": 2}


def test_storage_is_the_upload_its_variants_and_the_record() -> None:
    assert stored(ONE) == {
        # 1/500 + 1/1000 GB
        "S3 storage": {"s3_gb_month": pytest.approx(0.003)},
        # 720 + 155 bytes in the table, the id in two indexes; backups are of the table only
        "DynamoDB storage": {"dynamodb_gb_month": 1315 / GB},
        "DynamoDB backups": {"dynamodb_backup_gb_month": 875 / GB},
    }


def test_x86_has_its_own_price() -> None:
    used = per_image(ONE, Deployment(architecture="x86_64"), CALL_MS)["Lambda"]
    assert set(used) == {"lambda_x86_64_gb_second", "lambda_request"}


def test_less_than_one_vcpu_takes_longer_but_more_than_one_is_not_faster() -> None:
    # half a vCPU doubles the 114 ms of CPU, and not the 142 ms of waiting
    assert run_ms(ONE, Deployment(), CALL_MS) == pytest.approx(256)
    assert run_ms(ONE, Deployment(memory_mb=3008), CALL_MS) == pytest.approx(256)
    half = replace(ONE, rendering=RENDERING)
    assert run_ms(half, Deployment(memory_mb=1769 // 2), CALL_MS) == pytest.approx(370, abs=0.2)


def test_the_waits_are_those_of_the_load_simulation() -> None:
    latency = assumptions.read().latency_ms
    assert (latency.dynamodb, latency.s3_large) == (usage.DYNAMODB_WAIT, usage.S3_WAIT)
    assert latency.s3_small == usage.S3_SMALL_WAIT


def test_quotas_and_the_fair_share_are_part_of_it() -> None:
    # two calls of 2 + 8 ms: the counter of forms, and counting the leases
    assert protection(Deployment(), CALL_MS) == {
        "lambda_arm64_gb_second": pytest.approx(0.020 * 1769 / 1024),
        "dynamodb_read": 0.5,
        "dynamodb_write": 1,
    }


@pytest.mark.parametrize("count", [1, 4, 10])
def test_a_real_record_is_not_larger_than_assumed(count: int) -> None:
    specs = tuple(
        VariantSpec(name=f"{side}x{side}", width=side, height=side) for side in range(300, 300 + count)
    )
    app = InMemoryApp(presets=Presets(presets=specs, default=tuple(spec.name for spec in specs)))
    request = UploadRequest(filename="IMG_20261001_1205.jpg", size=5, checksum_sha256="0" * 64)
    key = IdempotencyKey(value="key", body=b"{}")
    image = app.new_uploads.create(request, owner=OWNER, key=key).image
    app.reconcile(app.put(b"image", image.key), image.key)
    size = item_size(to_item(app.image(image.key)))
    assert 0.8 * record_bytes(count) < size <= record_bytes(count)
