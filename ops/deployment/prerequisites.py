"""What must be right before anything is built or changed."""

import sys
from collections.abc import Mapping

from botocore.exceptions import ClientError

from chalicelib.config.settings import Settings
from chalicelib.errors import ConfigurationError
from ops.cloudformation.clients import Clients
from ops.cloudformation.names import Stage
from ops.deployment.steps import StepFailed
from ops.templates.intrinsics import camel_case
from ops.templates.parameters import FUNCTIONS

# Pillow's wheels need the operating system of this Lambda runtime or a newer one.
OLDEST = (3, 12)
# https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-cloudfront-distribution.html
_WITHOUT_CLOUDFRONT = ("cn-", "us-gov-")
# https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html
CDN_CERTIFICATES = "us-east-1"
"""The region of the certificates that CloudFront takes."""
# A test compares them with AWS's resource schemas. China has budgets, too, but not in US dollars.
REGIONS_WITH_BUDGETS = frozenset(
    {
        *("us-east-1", "us-east-2", "us-west-1", "us-west-2", "ca-central-1", "sa-east-1"),
        *("eu-central-1", "eu-west-1", "eu-west-2", "eu-west-3"),
        *("ap-northeast-1", "ap-northeast-2", "ap-south-1", "ap-southeast-1", "ap-southeast-2"),
    }
)


def check_interpreter(version: tuple[int, int] = sys.version_info[:2]) -> None:
    """Check that Pillow runs on the Lambda runtime of this Python version. Raises StepFailed."""
    if version < OLDEST:
        raise StepFailed(
            f"This is Python {version[0]}.{version[1]}, but Pillow's wheels need the Lambda runtime of Python"
            f" {OLDEST[0]}.{OLDEST[1]} or newer; delete .venv and run `PYTHON=python3.13 make deploy`"
        )


def check_settings(parameters: Mapping[str, str], upload_bucket: str, dest_bucket: str) -> None:
    """Check the settings in the app's parameters as the functions do. Raises ConfigurationError.

    The buckets are existing ones, and empty if the stage has its own.
    """
    names = [name.upper() for name in Settings.__struct_fields__]
    # The names of resources, which may not exist yet, need no check.
    environment = {name: name.lower() for name in names if name.endswith(("_BUCKET", "_TABLE", "_QUEUE"))}
    environment |= {name: value for name in names if (value := parameters.get(camel_case(name)))}
    buckets = {"UPLOAD_BUCKET": upload_bucket, "DEST_BUCKET": dest_bucket}
    environment |= {name: bucket for name, bucket in buckets.items() if bucket}
    settings = Settings.from_env(
        {**environment, "STATE_MACHINE": "state-machine", "DISTRIBUTION_ID": "distribution"}
    )
    timeout = int(parameters.get("Timeout", FUNCTIONS["Timeout"]["Default"]))
    if timeout >= settings.stuck_after:
        # Otherwise the sweep would retry images that are still being processed.
        raise ConfigurationError(
            f"STUCK_AFTER is {settings.stuck_after} seconds; it must be more than the timeout of {timeout}"
        )


def check_certificate(arn: str, region: str, option: str) -> None:
    """Check that the certificate of a custom domain is in a region. Raises StepFailed."""
    if arn and not arn.startswith("arn:"):
        raise StepFailed(f"{option} {arn}: this is not an ARN; run `aws acm list-certificates`")
    if arn and arn.split(":")[3:4] != [region]:
        raise StepFailed(f"{option} {arn}: the certificate must be in {region}")


def check_cdn(region: str) -> None:
    """Check that CloudFormation has CloudFront in a region. Raises StepFailed."""
    if region.startswith(_WITHOUT_CLOUDFRONT):
        raise StepFailed(f"--cdn is not possible in {region}; use a CDN of your own with PUBLIC_BASE_URL")


def check_budget(region: str, address: str) -> None:
    """Check that CloudFormation has budgets in a region, and who gets the message. Raises StepFailed."""
    if region not in REGIONS_WITH_BUDGETS:
        raise StepFailed(
            f"--daily-budget is not possible in {region}; create a budget in the console, or deploy a stage"
            " in another region with one, since a budget counts the whole account"
        )
    if not address:
        raise StepFailed("--daily-budget needs an address; add --alarm-email")


def account(clients: Clients) -> str:
    """Return the account of the credentials. Raises NoCredentialsError and the like."""
    return clients.sts.get_caller_identity()["Account"]


def check_bucket(clients: Clients, bucket: str, option: str) -> None:
    """Check that an existing bucket is in this region and versioned. Raises StepFailed."""
    try:
        found = clients.s3.head_bucket(Bucket=bucket)
    except ClientError as error:
        status = error.response["Error"]["Code"]
        raise StepFailed(f"{option} {bucket}: the bucket can't be accessed ({status})") from error
    region = found.get("BucketRegion", clients.region)
    if region != clients.region:
        raise StepFailed(f"{option} {bucket}: the bucket is in {region}, not in {clients.region}")
    if clients.s3.get_bucket_versioning(Bucket=bucket).get("Status") != "Enabled":
        raise StepFailed(
            f"{option} {bucket}: the bucket is not versioned; run `aws s3api put-bucket-versioning --bucket"
            f" {bucket} --versioning-configuration Status=Enabled`"
        )


def check_owner(clients: Clients, upload_bucket: str) -> None:
    """Check that a bucket belongs to this account, whose EventBridge gets its events. Raises StepFailed."""
    owner = account(clients)
    try:
        clients.s3.head_bucket(Bucket=upload_bucket, ExpectedBucketOwner=owner)
    except ClientError as error:
        raise StepFailed(
            f"--upload-bucket {upload_bucket}: the bucket doesn't belong to account {owner}, so its events"
            " stay in another account; deploy the stage there"
        ) from error


def check_functions(clients: Clients, stage: Stage) -> None:
    """Check that no function has a name that a new stage needs. Raises StepFailed."""
    for name in (stage.function(""), stage.function("process_upload")):
        try:
            clients.functions.get_function_configuration(FunctionName=name)
        except clients.functions.exceptions.ResourceNotFoundException:
            continue
        raise StepFailed(
            f"A function named {name} exists, but the stack {stage.app.name} does not, so it was deployed in"
            " another way; delete it in the same way, such as with `aws cloudformation delete-stack` or"
            f" `chalice delete --stage {stage.name}`, or choose another name for the stage"
        )
