"""Calculate what an attacker can use in a day, at most, of the units that AWS bills.

Each attacker uses every method of the API as often as API Gateway lets all callers together.
"""

import math
from collections.abc import Iterable, Mapping

from msgspec import Struct

from chalicelib.access.read_quota import CHANGE
from chalicelib.config.settings import Settings
from chalicelib.domain import fair_share, metadata, part_plan
from chalicelib.domain.form_use import MAX_USES
from chalicelib.entrypoints.throttling import RateClass
from ops.costing import api_requests, deferrals
from ops.costing.api_requests import CREATION, SECONDS_PER_DAY, Limits, Method, methods
from ops.costing.delivery import FULL_PER_DAY
from ops.costing.ending import deletion_units
from ops.costing.engine_times import Rendering
from ops.costing.prices import BYTES_PER_GB
from ops.costing.statement import Amounts, add, times
from ops.costing.table_writes import AGAIN, BYTES_PER_WRITE, record_bytes, record_units
from ops.costing.usage import Deployment, Image, per_image

# Lambda runs an event that fails up to three times.
ATTEMPTS = 3
# Requests per second to one prefix of a bucket, before S3 adds partitions:
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/optimizing-performance.html
S3_WRITES_PER_SECOND = 3_500
# What the encoders produce per second at most: measured with an animation of noise and four variants.
OUTPUT_BYTES_PER_SECOND = 4_600_000
# A request that a quota refuses looks for the image of its Idempotency-Key, and fails to update the counter.
_REFUSED: Amounts = {"dynamodb_read": 1, "dynamodb_write": 1}
_CHARGED = frozenset({RateClass.WRITING, RateClass.PARTS})
# A deletion lists the versions of the upload and, under three kinds of keys, of the variants, and reads the
# list of those that wait for their removal, and when renderings end. A run that follows another one, or that
# rejects an image after it has stored variants, lists those of the variants, and reads as much.
_DELETION: Amounts = {"dynamodb_read": 2, "s3_write": 4}
_CLEANUP: Amounts = {"dynamodb_read": 2, "s3_write": 3}
# A change of metadata is written to the table and by_owner_external_id, where a new id is two writes. Up to
# two attempts before it can fail, each one a write.
_CHANGE_WRITES = 3 + 2
# A completion lists the parts and completes the upload, twice if a part is replaced in between.
_PARTS_REQUEST: Amounts = {"s3_write": 4}
# Another upload with a used form: the event's run reads the record and the object's header, and removes it.
_REUSE_MS = 250
_REUSE: Amounts = {"s3_write": 1, "s3_read": 1, "lambda_request": 1, "dynamodb_read": 2}


class Stage(Struct, frozen=True, kw_only=True):
    """What is deployed. `timeout` is in seconds. A preset has a variant for each of its formats."""

    settings: Settings
    limits: Limits
    deployment: Deployment
    timeout: int
    presets: int
    variants: int
    call_ms: float
    on_demand_concurrency: int

    @property
    def slots(self) -> int:
        """The number of images that are processed at once."""
        return fair_share.slots(self.settings.process_concurrency)

    @property
    def on_demand_slots(self) -> int:
        """The number of variants on demand that are rendered at once."""
        return self.on_demand_concurrency or fair_share.UNRESERVED_SLOTS

    def requests(self, called: Iterable[Method]) -> float:
        """Return the most requests to these methods in a day."""
        return sum(each.most(self.limits) for each in called)


def no_token(stage: Stage) -> Mapping[str, Amounts]:
    """Return what somebody without a token can use, by what it is used for.

    A status URL gives a key to whoever may upload an image to a site, so each key can be valid.
    """
    public = [each for each in methods() if not each.needs_token]
    refused = stage.requests(each for each in methods() if each.needs_token)
    images = stage.requests(each for each in public if each.rate_class is RateClass.STATUS)
    read = api_requests.image_read(stage.variants, stage.deployment)
    return {
        f"{stage.requests(public):,.0f} requests that need no token": _requests(public, stage),
        f"{images:,.0f} images read with status URLs": times(images, read),
        f"{refused:,.0f} forged tokens": times(refused, api_requests.refused_token(stage.deployment)),
    }


def read_token(stage: Stage) -> Mapping[str, Amounts]:
    """Return what somebody with a token with the scope `read` can use. It costs more than forged tokens."""
    called, images = list(methods()), stage.settings.reads_per_day
    read = api_requests.image_read(stage.variants, stage.deployment)
    return {
        f"{stage.requests(called):,.0f} requests": _requests(called, stage),
        f"{images:,} images read": times(images, read),
    }


def one_form(stage: Stage) -> Mapping[str, Amounts]:
    """Return what somebody with an upload form can use."""
    uploads = S3_WRITES_PER_SECOND * stage.settings.upload_expires
    reuse = add(_REUSE, stage.deployment.lambda_seconds(_REUSE_MS / 1000), {"logs_gb": 1_000 / BYTES_PER_GB})
    seconds = MAX_USES * ATTEMPTS * stage.timeout
    return {
        f"{MAX_USES} files that fail: {ATTEMPTS} attempts each until the timeout": _images(
            MAX_USES, seconds, stage
        ),
        f"{uploads:,} more uploads until the form expires": times(uploads, reuse),
        "storage, for 30 days": _stored(
            MAX_USES * stage.settings.max_upload_bytes + stage.timeout * OUTPUT_BYTES_PER_SECOND
        ),
    }


def one_upload(stage: Stage) -> Mapping[str, Amounts]:
    """Return what somebody with a multipart upload can use.

    No function is called about a part, but each can be sent again until the upload ends. What it replaces is
    not kept. The file is as expensive as that of a form.
    """
    parts = S3_WRITES_PER_SECOND * int(part_plan.LIFETIME.total_seconds())
    return {
        f"a file that fails: {ATTEMPTS} attempts until the timeout": _images(
            1, ATTEMPTS * stage.timeout, stage
        ),
        f"{parts:,} parts until the upload ends": {"s3_write": parts},
        "storage, for 30 days": _stored(
            stage.settings.max_upload_bytes + stage.timeout * OUTPUT_BYTES_PER_SECOND
        ),
    }


def write_token(stage: Stage) -> Mapping[str, Amounts]:
    """Return what somebody with a token with both scopes can use. Each attempt counts as an image."""
    images, changes = stage.settings.images_per_day, stage.settings.reads_per_day // CHANGE
    seconds = min(images * stage.timeout, stage.slots * SECONDS_PER_DAY)
    shares = fair_share.shares(stage.slots, stage.settings.owner_share)
    deletion = deletion_units(stage.variants, events=stage.deployment.events)
    refused = max(0.0, stage.requests(each for each in methods() if each.rate_class in _CHARGED) - images)
    # Each can sign the URLs of all parts, also the creation of an upload that is requested again and again.
    parts = stage.requests([CREATION, *(each for each in methods() if each.rate_class is RateClass.PARTS)])
    signed = api_requests.image_read(part_plan.MAX_PARTS, stage.deployment)
    return {
        **read_token(stage),
        f"{images:,} images, {seconds:,} seconds in sum": _images(images, seconds, stage),
        **deferrals.waiting(images, seconds, shares, stage.deployment, stage.call_ms),
        f"{images:,} deletions": {**times(images, _DELETION), "dynamodb_write": images * deletion},
        **_invalidations(images, stage),
        f"{changes:,} changes of metadata": times(changes, _change(stage.variants)),
        f"{parts:,.0f} requests about a multipart upload": times(parts, add(_PARTS_REQUEST, signed)),
        f"{refused:,.0f} requests over the quotas": times(refused, _REFUSED),
        "storage, for 30 days": _stored(stage.settings.bytes_per_day + seconds * OUTPUT_BYTES_PER_SECOND),
    }


def _invalidations(deletions: int, stage: Stage) -> Mapping[str, Amounts]:
    """Return what deletions use of the CDN, if the stage has one."""
    if not stage.deployment.cdn:
        return {}
    quota = stage.settings.invalidations_per_day
    number = min(deletions, quota + FULL_PER_DAY)
    return {f"{number:,} invalidations": {"invalidation": number}}


def _change(variants: int) -> Amounts:
    units = math.ceil((record_bytes(variants) + metadata.MAX_BYTES) / BYTES_PER_WRITE)
    return {"dynamodb_write": units * _CHANGE_WRITES}


def _requests(called: Iterable[Method], stage: Stage) -> Amounts:
    return add(
        *(times(each.most(stage.limits), api_requests.request(each, stage.deployment)) for each in called)
    )


def _images(number: int, seconds: float, stage: Stage) -> Amounts:
    """Return what images use that are processed for this long in sum, without requests to the API."""
    rendering = Rendering(direct=0, workflow=0, longest=0, bytes=0)
    image = Image(bytes=0, megapixels=0, presets=stage.presets, variants=stage.variants, rendering=rendering)
    used = per_image(image, stage.deployment, stage.call_ms)
    without = {name: each for name, each in used.items() if name not in {"Lambda", "API Gateway"}}
    functions = add(stage.deployment.lambda_seconds(seconds), {"lambda_request": number * ATTEMPTS})
    # Each attempt analyzes the image before it renders.
    again = times(number * (ATTEMPTS - 1), used.get("Rekognition", {}))
    cleanup = {**_CLEANUP, "dynamodb_write": AGAIN * record_units(stage.variants)}
    return add(times(number, add(*without.values(), cleanup)), again, functions)


def _stored(size: float) -> Amounts:
    return {"s3_gb_month": size / BYTES_PER_GB}
