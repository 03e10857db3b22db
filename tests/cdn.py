"""The distribution and the queue of infra/cdn.yaml on moto, whose CloudFormation has no CloudFront."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from boto3.session import Session

from local.account import CREDENTIALS, REGION
from local.aws import Clients
from local.event_formats import Queue
from local.template import resource_properties

TEMPLATE = Path(__file__).parents[1] / "infra" / "cdn.yaml"
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
    """Create the queue and a distribution without content."""
    queue_url = clients.sqs.create_queue(QueueName=_QUEUE)["QueueUrl"]
    attributes = clients.sqs.get_queue_attributes(QueueUrl=queue_url, AttributeNames=["QueueArn"])
    template: Any = resource_properties(TEMPLATE)["Distribution"]["DistributionConfig"]
    origin = {
        "Id": "processed",
        "DomainName": "processed.s3.amazonaws.com",
        "S3OriginConfig": {"OriginAccessIdentity": ""},
    }
    with cloudfront(url) as client:
        created = client.create_distribution(
            DistributionConfig={
                "CallerReference": "cdn",
                "Comment": "",
                "Enabled": True,
                "Origins": {"Quantity": 1, "Items": [origin]},
                "CacheTagConfig": template["CacheTagConfig"],
                "DefaultCacheBehavior": {
                    "TargetOriginId": "processed",
                    "ViewerProtocolPolicy": "redirect-to-https",
                },
            }
        )["Distribution"]
    return Cdn(
        environment={"DISTRIBUTION_ID": created["Id"], "INVALIDATIONS_QUEUE": _QUEUE},
        queue=Queue(url=queue_url, arn=attributes["Attributes"]["QueueArn"]),
        arn=created["ARN"],
    )


def invalidated(url: str, distribution_id: str) -> list[list[str]]:
    """Return the paths of each invalidation of a distribution, oldest first."""
    with cloudfront(url) as client:
        listed = client.list_invalidations(DistributionId=distribution_id)["InvalidationList"].get(
            "Items", []
        )
        details = [client.get_invalidation(DistributionId=distribution_id, Id=each["Id"]) for each in listed]
    ordered = sorted((each["Invalidation"] for each in details), key=lambda each: each["CreateTime"])
    return [each["InvalidationBatch"]["Paths"]["Items"] for each in ordered]
