"""The distribution and the queue of infra/cdn.yaml on moto, whose CloudFormation has no CloudFront."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from boto3.session import Session

from local.account import CREDENTIALS, REGION
from local.aws import Clients, Queue
from tests.unit.infra.templates import distribution

_QUEUE = "darkroom-local-invalidations"


@dataclass(frozen=True)
class Cdn:
    """The created resources. The `environment` turns on invalidations."""

    environment: dict[str, str]
    queue: Queue
    arn: str


@contextmanager
def cloudfront(url: str) -> Iterator[Any]:
    """Connect a client to the server at `url`."""
    client: Any = Session(CREDENTIALS, CREDENTIALS, region_name=REGION).client("cloudfront", endpoint_url=url)
    try:
        yield client
    finally:
        client.close()


def create_cdn(clients: Clients, url: str) -> Cdn:
    """Create the queue and the distribution. moto sends no requests to its origins."""
    queue_url = clients.sqs.create_queue(QueueName=_QUEUE)["QueueUrl"]
    attributes = clients.sqs.get_queue_attributes(QueueUrl=queue_url, AttributeNames=["QueueArn"])
    with cloudfront(url) as client:
        created = client.create_distribution(DistributionConfig=_configuration())["Distribution"]
    return Cdn(
        environment={"DISTRIBUTION_ID": created["Id"], "INVALIDATIONS_QUEUE": _QUEUE},
        queue=Queue(url=queue_url, arn=attributes["Attributes"]["QueueArn"]),
        arn=created["ARN"],
    )


def _configuration() -> dict[str, Any]:
    """Return the distribution of the template, with an API, in the form that CloudFront's own API takes."""
    config = distribution(ApiDomain="api.example.com", PublicVariants="true").config
    same = ("Comment", "Enabled", "OriginGroups", "CacheTagConfig", "DefaultCacheBehavior")
    return {
        "CallerReference": "cdn",
        "Origins": _counted(map(_origin, config["Origins"])),
        "CacheBehaviors": _counted(map(_behavior, config["CacheBehaviors"])),
        **{name: config[name] for name in same},
    }


def _origin(described: dict[str, Any]) -> dict[str, Any]:
    if "CustomOriginConfig" not in described:
        return described
    custom = described["CustomOriginConfig"]
    given = {
        "HTTPPort": 80,
        "HTTPSPort": 443,
        "OriginProtocolPolicy": custom["OriginProtocolPolicy"],
        "OriginSslProtocols": _counted(custom["OriginSSLProtocols"]),
    }
    return described | {"CustomOriginConfig": given}


def _behavior(described: dict[str, Any]) -> dict[str, Any]:
    methods = described.get("AllowedMethods", ["GET", "HEAD"])
    return described | {"AllowedMethods": _counted(methods)}


def _counted(items: Iterable[object]) -> dict[str, Any]:
    listed = list(items)
    return {"Quantity": len(listed), "Items": listed}


def invalidated(url: str, distribution_id: str) -> list[list[str]]:
    """Return the paths of each invalidation of a distribution, oldest first."""
    with cloudfront(url) as client:
        listed = client.list_invalidations(DistributionId=distribution_id)["InvalidationList"].get(
            "Items", []
        )
        details = [client.get_invalidation(DistributionId=distribution_id, Id=each["Id"]) for each in listed]
    ordered = sorted((each["Invalidation"] for each in details), key=lambda each: each["CreateTime"])
    return [each["InvalidationBatch"]["Paths"]["Items"] for each in ordered]
