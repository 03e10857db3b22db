"""Let AWS_REGION choose the region, as it does for the AWS CLI. boto3 reads only AWS_DEFAULT_REGION."""

from collections.abc import MutableMapping


def apply_aws_region(env: MutableMapping[str, str]) -> None:
    """Copy AWS_REGION, which takes precedence, to AWS_DEFAULT_REGION, before clients are created."""
    if region := env.get("AWS_REGION"):
        env["AWS_DEFAULT_REGION"] = region
