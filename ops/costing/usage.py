"""Calculate how much one image uses of the units that AWS bills."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from ops.costing.calls import Calls, direct, moderated, with_event, with_faces, workflow
from ops.costing.engine_times import Rendering
from ops.costing.prices import BYTES_PER_GB
from ops.costing.statement import Amounts

# One full vCPU: https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
FULL_CORE_MB = 1769
# Milliseconds to wait for a call; assumed, not measured, as in load/assumptions.json.
DYNAMODB_WAIT, S3_WAIT = 8, 80
# Assumed, too: milliseconds that Rekognition and the endpoint of a webhook take to respond.
_REKOGNITION_WAIT, _ENDPOINT_WAIT = 500, 200
REQUEST_CPU = 6
# One API request for the upload form, and two to poll the image.
REQUESTS = 3
# A write is billed for the table and for each index that it changes: a unit for each KB of the whole record.
# A form is written to the table, by_owner and by_open_shard. A claim changes the range key of by_open_shard,
# which takes two writes. An outcome is written to by_owner_status, too, and removed from by_open_shard.
_WRITES_OF_FORM, _WRITES_OF_UPDATE = 3, 4
# A lease is added to by_running_shard and removed from it, as an entry of less than a KB. Counting the leases
# of the owner is an eventually consistent query.
_LEASE_WRITES, _LEASE_READS = 2, 0.5
# An eventually consistent read of the owner's retention policy.
_POLICY_READS = 0.5
# The size of a record, and what each variant adds to it.
RECORD_BYTES, RECORD_BYTES_PER_VARIANT = 720, 155
BYTES_PER_WRITE = 1024
# The quota counter.
_FORM_WRITES = 1
# EventBridge sends the message, Lambda receives and deletes it.
_SQS_REQUESTS = 3
# The body and the TLS handshake.
_WEBHOOK_BYTES = 4_000
# Log bytes of a run, of the tasks of a workflow and its task for each preset, and of a request, with metrics
# and the 26 bytes that CloudWatch adds to each line. tests/deploy/test_log_volume.py counts them.
LOG_DIRECT, LOG_WORKFLOW, LOG_WORKFLOW_PRESET = 950, 1_375, 690
LOG_SHORT = 300


@dataclass(frozen=True, kw_only=True)
class Image:
    """An average image: the size of its upload, its variants, and what rendering them takes.

    A preset has a variant for each of its formats.
    """

    bytes: float
    megapixels: float
    presets: int
    variants: int
    rendering: Rendering


@dataclass(frozen=True, kw_only=True)
class Deployment:
    """The options of a deployment that change its cost, as in `ops deploy`."""

    memory_mb: int = FULL_CORE_MB
    architecture: str = "arm64"
    workflow: bool = False
    moderation: bool = False
    face_detection: bool = False
    events: bool = False
    eventbridge_uploads: bool = False
    cdn: bool = False
    alarms: bool = True
    web_acl: bool = False

    @property
    def cpu_share(self) -> float:
        """The part of a full vCPU that a function gets. More than one does not speed up a single thread."""
        return min(1.0, self.memory_mb / FULL_CORE_MB)

    @property
    def rekognition_calls(self) -> int:
        """The images that Rekognition analyzes for one upload: each analysis counts as an image."""
        return self.moderation + self.face_detection

    def lambda_seconds(self, seconds: float) -> Amounts:
        """Return what functions use that run for this long in sum."""
        return {f"lambda_{self.architecture}_gb_second": seconds * self.memory_mb / 1024}


def calls(image: Image, deployment: Deployment) -> Calls:
    """Return the calls that processing one image takes."""
    made = workflow(image.presets, image.variants) if deployment.workflow else direct(image.variants)
    if deployment.moderation:
        made = moderated(made)
    if deployment.face_detection:
        made = with_faces(made)
    return with_event(made) if deployment.events else made


def run_ms(image: Image, deployment: Deployment, call_ms: float) -> float:
    """Return the billed milliseconds of the functions that process one image, in sum.

    `call_ms` is the CPU time that a call to AWS takes outside the engine. Less memory means a slower CPU.
    """
    made = calls(image, deployment)
    engine = image.rendering.workflow if deployment.workflow else image.rendering.direct
    waits = made.short * DYNAMODB_WAIT + made.s3 * S3_WAIT + deployment.rekognition_calls * _REKOGNITION_WAIT
    return (engine + made.total * call_ms) / deployment.cpu_share + waits


def per_image(image: Image, deployment: Deployment, call_ms: float) -> Mapping[str, Amounts]:
    """Return what processing one image uses, by service, without storage."""
    made = calls(image, deployment)
    request_ms = REQUEST_CPU / deployment.cpu_share + DYNAMODB_WAIT
    webhook_ms = (call_ms / deployment.cpu_share + DYNAMODB_WAIT + _ENDPOINT_WAIT) * deployment.events
    seconds = (run_ms(image, deployment, call_ms) + REQUESTS * request_ms + webhook_ms) / 1000
    events = deployment.events + deployment.eventbridge_uploads
    used: dict[str, Amounts] = {
        # The authorizer runs once; API Gateway caches its result.
        "Lambda": {
            **deployment.lambda_seconds(seconds),
            "lambda_request": made.functions + REQUESTS + 1 + deployment.events,
        },
        "S3 requests": {"s3_read": made.s3_reads, "s3_write": 1 + made.s3_writes},
        "DynamoDB": _database(image.variants, made, deployment),
        "API Gateway": {"api_request": REQUESTS},
        "WAF": {"web_acl_request": REQUESTS * deployment.web_acl},
        "CloudWatch Logs": {"logs_gb": _log_bytes(image.presets, deployment) / BYTES_PER_GB},
        "Step Functions": {"state_transition": made.transitions},
        "Rekognition": {"rekognition_image": deployment.rekognition_calls},
        "EventBridge": {"event": events},
        "SQS": {"sqs_request": _SQS_REQUESTS * deployment.events},
        "Data transfer": {"transfer_out_gb": _WEBHOOK_BYTES * deployment.events / BYTES_PER_GB},
    }
    return {service: amounts for service, amounts in used.items() if any(amounts.values())}


def stored(image: Image) -> Mapping[str, Amounts]:
    """Return what storing one image uses each month. The record is in the table and in two indexes."""
    record = record_bytes(image.variants) / BYTES_PER_GB
    return {
        "S3 storage": {"s3_gb_month": (image.bytes + image.rendering.bytes) / BYTES_PER_GB},
        "DynamoDB storage": {"dynamodb_gb_month": 3 * record},
        "DynamoDB backups": {"dynamodb_backup_gb_month": record},
    }


def record_bytes(variants: int) -> int:
    """Return the size of a finished record."""
    return RECORD_BYTES + variants * RECORD_BYTES_PER_VARIANT


def _database(variants: int, made: Calls, deployment: Deployment) -> Amounts:
    units = math.ceil(record_bytes(variants) / BYTES_PER_WRITE)
    # The claim's record has no variants yet.
    updates = 1 + (made.updates - 1) * units
    return {
        "dynamodb_read": made.reads + _LEASE_READS + _POLICY_READS + REQUESTS + deployment.events,
        "dynamodb_write": _WRITES_OF_FORM + updates * _WRITES_OF_UPDATE + _LEASE_WRITES + _FORM_WRITES,
    }


def _log_bytes(presets: int, deployment: Deployment) -> int:
    run = LOG_WORKFLOW + presets * LOG_WORKFLOW_PRESET if deployment.workflow else LOG_DIRECT
    return run + (REQUESTS + deployment.events) * LOG_SHORT
