"""Creates what the local distribution needs from the emulated AWS: signing keys, and invalidations."""

import functools
import json
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from moto.cloudfront.models import CloudFrontBackend, Invalidation
from msgspec import Struct

from local.account import STAGE
from local.aws import Clients, Queue, client, existing_queue

PARAMETER = f"/darkroom/{STAGE}/signing-keys"
_QUEUE = f"darkroom-{STAGE}-invalidations"
_CREATE = "create_invalidation"


class Cdn(Struct, frozen=True, kw_only=True):
    """The URL of the distribution, the queue of invalidations, and the `environment` that turns them on.

    `signing_key` signs URLs that lead to other sizes than the policy allows, in the form that the client
    takes, `ID:SECRET`.
    """

    url: str
    environment: Mapping[str, str]
    invalidations: Queue
    signing_key: str


def create_cdn(clients: Clients, aws_url: str, url: str) -> Cdn:
    """Create a signing key, a queue, and a distribution that moto only knows by name. `url` is its own."""
    clients.sqs.create_queue(QueueName=_QUEUE)
    distribution = client("cloudfront", aws_url).create_distribution(DistributionConfig=_NAMED)
    return Cdn(
        url=url,
        environment={
            "DISTRIBUTION_ID": distribution["Distribution"]["Id"],
            "INVALIDATIONS_QUEUE": _QUEUE,
            "SIGNING_KEYS": PARAMETER,
            "PUBLIC_BASE_URL": url,
        },
        invalidations=existing_queue(clients.sqs, _QUEUE),
        signing_key=_created_key(client("ssm", aws_url)),
    )


def key_reader(aws_url: str) -> Callable[[], dict[str, str]]:
    """Return a function that reads the secrets of the signing keys by their ids."""
    ssm = client("ssm", aws_url)

    def read() -> dict[str, str]:
        value = ssm.get_parameter(Name=PARAMETER, WithDecryption=True)["Parameter"]["Value"]
        return {each["id"]: each["secret"] for each in json.loads(value)["keys"]}

    return read


def patch_invalidations(invalidate: Callable[[Sequence[str]], None]) -> None:
    """Let moto's CloudFront pass the paths of invalidations on."""
    create = getattr(CloudFrontBackend, _CREATE)
    create = getattr(create, "__wrapped__", create)

    @functools.wraps(create)
    def create_and_invalidate(
        backend: CloudFrontBackend, dist_id: str, paths: list[str], caller_ref: str
    ) -> Invalidation:
        invalidate(paths)
        created: Invalidation = create(backend, dist_id, paths, caller_ref)
        return created

    setattr(CloudFrontBackend, _CREATE, create_and_invalidate)


# What moto requires. The behaviors are those of infra/cdn.yaml: local/cdn/distribution.py
_ORIGIN = {
    "Id": "processed",
    "DomainName": "processed.s3.amazonaws.com",
    "S3OriginConfig": {"OriginAccessIdentity": ""},
}
_NAMED: dict[str, Any] = {
    "CallerReference": STAGE,
    "Comment": "",
    "Enabled": True,
    "Origins": {"Quantity": 1, "Items": [_ORIGIN]},
    "DefaultCacheBehavior": {"TargetOriginId": "processed", "ViewerProtocolPolicy": "allow-all"},
}


def _created_key(ssm: Any) -> str:  # noqa: ANN401 - a boto3 client, whose types are not installed
    key = {"id": f"{int(time.time()):08x}", "secret": secrets.token_hex(32)}
    ssm.put_parameter(Name=PARAMETER, Type="SecureString", Value=json.dumps({"keys": [key]}))
    return f"{key['id']}:{key['secret']}"
