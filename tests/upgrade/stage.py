"""A stage of an earlier release, whose resources are on moto."""

import json
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from msgspec import structs

from chalicelib.aws.items import from_values
from tests.conftest import Aws
from tests.deploy import lambda_events
from tests.deploy.account import OWNER
from tests.deploy.functions import Functions
from tests.upgrade.stored_release import StoredRelease


@dataclass(frozen=True)
class Upgraded:
    """A stage of an earlier release that runs the functions of this one."""

    release: StoredRelease
    functions: Functions

    def request(self, method: str, route: str, body: object = None, **options: Any) -> dict[str, Any]:
        event = lambda_events.request(method, route, body, owner=OWNER, **options)
        return dict(self.functions.call("APIHandler", event))

    def image(self, name: str) -> tuple[int, dict[str, Any]]:
        found = self.request("GET", "/images/{image_id}", image_id=self.id(name))
        return found["statusCode"], json.loads(found["body"])

    def id(self, name: str) -> str:
        return str(self.release.facts["images"][name]["id"])

    def names(self, query: Mapping[str, str]) -> set[str]:
        """Return the names of the images in all pages of a listing."""
        names = {each["id"]: name for name, each in self.release.facts["images"].items()}
        found: set[str] = set()
        cursor: dict[str, str] = {"limit": "5"}
        while True:
            answer = self.request("GET", "/images", query={**query, **cursor})
            page = json.loads(answer["body"])
            found |= {names[image["id"]] for image in page["images"]}
            if not page["next_cursor"]:
                return found
            cursor["cursor"] = page["next_cursor"]

    def records(self) -> Iterator[dict[str, Any]]:
        table = self.functions.aws.resources.images_table
        for item in self.functions.aws.clients.dynamodb.scan(TableName=table)["Items"]:
            if "status" in item and "updated_at" in item:
                yield from_values(item)

    def run_requested(self) -> None:
        """Run what the API and the sweep have requested."""
        sqs, url = self.functions.aws.clients.sqs, self.functions.aws.resources.events.url
        while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
            for message in messages:
                self.functions.call("ProcessUpload", json.loads(message["Body"]))
                sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])


def _create_stack(aws: Aws, name: str, template: str, stage: str) -> None:
    parameters: list[Any] = []
    if "  Stage:\n" in template:
        parameters.append({"ParameterKey": "Stage", "ParameterValue": stage})
    with warnings.catch_warnings():
        # moto's server warns in its thread that it creates no policies
        warnings.filterwarnings("ignore", "Tried to parse AWS::(S3::Bucket|SQS::Queue)Policy")
        aws.clients.cloudformation.create_stack(StackName=name, TemplateBody=template, Parameters=parameters)


def created(release: StoredRelease, aws: Aws) -> Aws:
    """Create the resources of an earlier release from its templates; events go to the present queues."""
    outputs: dict[str, str] = {}
    stage = f"upgrade-{release.version.replace('.', '-')}"
    for name in ("storage", "events"):
        _create_stack(aws, f"{stage}-{name}", release.template(f"{name}.yaml"), stage)
        (stack,) = aws.clients.cloudformation.describe_stacks(StackName=f"{stage}-{name}")["Stacks"]
        outputs |= {each["OutputKey"]: each["OutputValue"] for each in stack["Outputs"]}
    names = {
        "UPLOAD_BUCKET": outputs["UploadBucket"],
        "DEST_BUCKET": outputs["DestBucket"],
        "IMAGES_TABLE": outputs["ImagesTable"],
        "TOKENS_TABLE": outputs["TokensTable"],
        "WEBHOOKS_TABLE": outputs["WebhooksTable"],
    }
    for bucket in (names["UPLOAD_BUCKET"], names["DEST_BUCKET"]):
        aws.clients.s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    resources = structs.replace(
        aws.resources,
        upload_bucket=names["UPLOAD_BUCKET"],
        dest_bucket=names["DEST_BUCKET"],
        images_table=names["IMAGES_TABLE"],
        tokens_table=names["TOKENS_TABLE"],
    )
    return replace(aws, resources=resources, environment={**aws.environment, **names})
