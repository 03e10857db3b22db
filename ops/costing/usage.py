"""Calculate how much one image uses of the units that AWS bills."""

from collections.abc import Mapping

from msgspec import Struct

from ops.costing import table_writes
from ops.costing.calls import Calls, direct, moderated, with_event, with_faces, workflow
from ops.costing.engine_times import Rendering
from ops.costing.prices import BYTES_PER_GB
from ops.costing.statement import Amounts

# One full vCPU: https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
FULL_CORE_MB = 1769
# Milliseconds to wait for a call; assumed, not measured, as in load/assumptions.json. S3 takes longest to
# send an upload.
DYNAMODB_WAIT, S3_WAIT, S3_SMALL_WAIT = 8, 80, 30
# Assumed, too: milliseconds that Rekognition and the endpoint of a webhook take to respond.
_REKOGNITION_WAIT, _ENDPOINT_WAIT = 500, 200
REQUEST_CPU = 6
# One API request for the upload form, and one to look at the image, which is ready by then. API Gateway
# caches what the authorizer returned.
REQUESTS = 2
# The form updates the quota counter and is written; the authorizer reads the token, the look reads the image.
REQUEST_CALLS = 2 + 1 + 1
# Counting the leases of the owner is an eventually consistent query, and so is reading the retention policy.
LEASE_READS, POLICY_READS = 0.5, 0.5
# EventBridge sends the message, Lambda receives and deletes it.
_SQS_REQUESTS = 3
# The body and the TLS handshake.
_WEBHOOK_BYTES = 4_000
# Log bytes of a run, of the tasks of a workflow and its task for each preset, and of a request, with metrics
# and the 26 bytes that CloudWatch adds to each line. tests/deploy/test_log_volume.py counts them.
LOG_DIRECT, LOG_WORKFLOW, LOG_WORKFLOW_PRESET = 930, 1_375, 690
LOG_SHORT = 300


class Image(Struct, frozen=True, kw_only=True):
    """An average image: the size of its upload, its variants, and what rendering them takes.

    A preset has a variant for each of its formats.
    """

    bytes: float
    megapixels: float
    presets: int
    variants: int
    rendering: Rendering


class Deployment(Struct, frozen=True, kw_only=True):
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

    def lambda_ms(self, cpu_ms: float, waits_ms: float = 0) -> Amounts:
        """Return what functions use that take this much CPU time, of a full vCPU, and wait this long."""
        return self.lambda_seconds((cpu_ms / self.cpu_share + waits_ms) / 1000)


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
    A function stores its variants in parallel while it encodes others, so it waits only for the last one.
    """
    made = calls(image, deployment)
    engine = image.rendering.workflow if deployment.workflow else image.rendering.direct
    storing = image.presets if deployment.workflow else 1
    waits = (
        made.successive * DYNAMODB_WAIT
        + made.s3_reads * S3_WAIT
        + storing * S3_SMALL_WAIT
        + deployment.rekognition_calls * _REKOGNITION_WAIT
    )
    return (engine + made.total * call_ms) / deployment.cpu_share + waits


def per_image(image: Image, deployment: Deployment, call_ms: float) -> Mapping[str, Amounts]:
    """Return what processing one image uses, by service, without storage."""
    made = calls(image, deployment)
    seconds = (run_ms(image, deployment, call_ms) + _other_ms(deployment, call_ms)) / 1000
    events = deployment.events + deployment.eventbridge_uploads
    used: dict[str, Amounts] = {
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


def _other_ms(deployment: Deployment, call_ms: float) -> float:
    """Return the billed milliseconds of the API's functions, and of the one that delivers webhooks."""
    cpu_ms = REQUESTS * REQUEST_CPU + call_ms
    requests = cpu_ms / deployment.cpu_share + REQUEST_CALLS * DYNAMODB_WAIT
    webhook = call_ms / deployment.cpu_share + DYNAMODB_WAIT + _ENDPOINT_WAIT
    return requests + webhook * deployment.events


def stored(image: Image) -> Mapping[str, Amounts]:
    """Return what storing one image uses each month. Two indexes have its id."""
    record = table_writes.record_bytes(image.variants) / BYTES_PER_GB
    ids = 2 * table_writes.KEYS_BYTES / BYTES_PER_GB
    return {
        "S3 storage": {"s3_gb_month": (image.bytes + image.rendering.bytes) / BYTES_PER_GB},
        "DynamoDB storage": {"dynamodb_gb_month": record + ids},
        "DynamoDB backups": {"dynamodb_backup_gb_month": record},
    }


def protection(deployment: Deployment, call_ms: float) -> Amounts:
    """Return what quotas and fair shares use of it: the counter of forms, and counting the owner's leases.

    The lease is part of the claim. A new image needs no invalidation.
    """
    return {
        **deployment.lambda_ms(2 * call_ms, 2 * DYNAMODB_WAIT),
        "dynamodb_read": LEASE_READS,
        "dynamodb_write": table_writes.QUOTA,
    }


def _database(variants: int, made: Calls, deployment: Deployment) -> Amounts:
    form = table_writes.FORM + table_writes.QUOTA
    outcome = table_writes.outcome(variants, events=deployment.events)
    return {
        # The authorizer reads the token, the look reads the image.
        "dynamodb_read": made.reads + LEASE_READS + POLICY_READS + 2 + deployment.events,
        "dynamodb_write": form + table_writes.CLAIM + outcome,
    }


def _log_bytes(presets: int, deployment: Deployment) -> int:
    run = LOG_WORKFLOW + presets * LOG_WORKFLOW_PRESET if deployment.workflow else LOG_DIRECT
    return run + (REQUESTS + deployment.events) * LOG_SHORT
