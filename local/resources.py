"""Creates the resources of infra/storage.yaml with moto's CloudFormation.

moto's CloudFormation ignores some properties of buckets and tables, so these are set with the services'
own APIs. Lifecycle rules are left out because moto does not apply them, and the policies that require
TLS because this stack uses plain HTTP.
"""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from local.account import function_name
from local.aws import Clients, Queue, existing_queue
from local.lambda_invoke_api import Invoker, accept_invocations, asynchronous
from local.template import resource_properties

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client

TEMPLATE = Path(__file__).parents[1] / "infra" / "storage.yaml"
STACK = "darkroom"
EVENTS_QUEUE = "darkroom-local-events"
UPLOAD_HANDLER = "process_upload"
# A message is hidden while its invocation runs. 12 hours is SQS's maximum.
HIDDEN_SECONDS = 43_200
# What CloudFormation and S3's API name differently.
_CORS_NAMES = {"ExposedHeaders": "ExposeHeaders", "MaxAge": "MaxAgeSeconds"}


class Resources(Struct, frozen=True):
    """The created buckets, tables and queues, and the name of the function that processes uploads."""

    upload_bucket: str
    dest_bucket: str
    images_table: str
    tokens_table: str
    failures: Queue
    deferred: Queue
    erasures: Queue
    events: Queue
    process_function: str

    def environment(self) -> dict[str, str]:
        """Return the variables of the app that name the resources."""
        return {
            "UPLOAD_BUCKET": self.upload_bucket,
            "DEST_BUCKET": self.dest_bucket,
            "IMAGES_TABLE": self.images_table,
            "TOKENS_TABLE": self.tokens_table,
            "FAILURES_QUEUE": self.failures.name,
            "DEFERRED_QUEUE": self.deferred.name,
            "ERASURES_QUEUE": self.erasures.name,
            "PROCESS_FUNCTION": self.process_function,
        }


def create_resources(clients: Clients, prefix: str, template: Path = TEMPLATE) -> Resources:
    """Create the stack, and the queue that receives invocations and the S3 events of keys under `prefix`."""
    outputs = created_outputs(clients, STACK, template)
    _complete_stack(clients, template)
    hidden = str(HIDDEN_SECONDS)
    clients.sqs.create_queue(QueueName=EVENTS_QUEUE, Attributes={"VisibilityTimeout": hidden})
    resources = Resources(
        upload_bucket=outputs["UploadBucket"],
        dest_bucket=outputs["DestBucket"],
        images_table=outputs["ImagesTable"],
        tokens_table=outputs["TokensTable"],
        failures=existing_queue(clients.sqs, outputs["FailuresQueue"]),
        deferred=existing_queue(clients.sqs, outputs["DeferredQueue"]),
        erasures=existing_queue(clients.sqs, outputs["ErasuresQueue"]),
        events=existing_queue(clients.sqs, EVENTS_QUEUE),
        process_function=function_name(UPLOAD_HANDLER),
    )
    _send_events(clients, resources, prefix)
    accept_invocations(upload_function(clients, resources))
    return resources


def upload_function(clients: Clients, resources: Resources) -> dict[str, Invoker]:
    """Return the function that processes uploads, by name."""
    return {resources.process_function: asynchronous(clients.sqs, resources.events.url)}


@contextmanager
def _without_warnings() -> Iterator[None]:
    """Hide that moto creates no policies, of which its server warns in a thread of this process."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Tried to parse AWS::(S3::Bucket|SQS::Queue)Policy")
        yield


@_without_warnings()
def created_outputs(clients: Clients, stack: str, template: Path, **parameters: str) -> dict[str, str]:
    """Create a stack, and return its outputs by name."""
    clients.cloudformation.create_stack(
        StackName=stack,
        TemplateBody=template.read_text("utf-8"),
        Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()],
    )
    (created,) = clients.cloudformation.describe_stacks(StackName=stack)["Stacks"]
    return {output["OutputKey"]: output["OutputValue"] for output in created["Outputs"]}


@_without_warnings()
def _complete_stack(clients: Clients, template: Path) -> None:
    properties = resource_properties(template)
    complete = {
        "AWS::S3::Bucket": partial(_complete_bucket, clients.s3),
        "AWS::DynamoDB::Table": partial(_complete_table, clients.dynamodb),
    }
    for resource in clients.cloudformation.describe_stack_resources(StackName=STACK)["StackResources"]:
        # moto lists what it has not created without a type
        if apply := complete.get(resource.get("ResourceType", "")):
            apply(resource["PhysicalResourceId"], properties[resource["LogicalResourceId"]])


def _complete_bucket(s3: "S3Client", bucket: str, properties: dict[str, Any]) -> None:
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration=properties["VersioningConfiguration"])
    s3.put_public_access_block(
        Bucket=bucket, PublicAccessBlockConfiguration=properties["PublicAccessBlockConfiguration"]
    )
    s3.put_bucket_ownership_controls(Bucket=bucket, OwnershipControls=properties["OwnershipControls"])
    if cors := properties.get("CorsConfiguration"):
        rules: Any = [
            {_CORS_NAMES.get(name, name): value for name, value in rule.items()} for rule in cors["CorsRules"]
        ]
        s3.put_bucket_cors(Bucket=bucket, CORSConfiguration={"CORSRules": rules})


def _complete_table(dynamodb: "DynamoDBClient", table: str, properties: dict[str, Any]) -> None:
    dynamodb.update_time_to_live(
        TableName=table, TimeToLiveSpecification=properties["TimeToLiveSpecification"]
    )
    dynamodb.update_continuous_backups(
        TableName=table, PointInTimeRecoverySpecification=properties["PointInTimeRecoverySpecification"]
    )


def _send_events(clients: Clients, resources: Resources, prefix: str) -> None:
    clients.s3.put_bucket_notification_configuration(
        Bucket=resources.upload_bucket,
        NotificationConfiguration={
            "QueueConfigurations": [
                {
                    "QueueArn": resources.events.arn,
                    "Events": ["s3:ObjectCreated:*", "s3:ObjectRemoved:*"],
                    "Filter": {"Key": {"FilterRules": [{"Name": "prefix", "Value": prefix}]}},
                }
            ]
        },
    )
    # S3 sends a test event to a new queue target. A function would not get one.
    clients.sqs.purge_queue(QueueUrl=resources.events.url)
