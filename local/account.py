"""The AWS account, region and names that the local stack uses."""

REGION = "us-east-1"
ACCOUNT = "123456789012"  # moto's account for unknown credentials
CREDENTIALS = "local"
STAGE = "local"


def sdk_environment(url: str) -> dict[str, str]:
    """Return the environment variables that point AWS SDKs and tools to the server at `url`."""
    return {
        "AWS_ENDPOINT_URL": url,
        "AWS_ACCESS_KEY_ID": CREDENTIALS,
        "AWS_SECRET_ACCESS_KEY": CREDENTIALS,
        # boto3 reads the first name, the AWS CLI and other SDKs prefer the second
        "AWS_DEFAULT_REGION": REGION,
        "AWS_REGION": REGION,
    }


def function_name(handler: str) -> str:
    """Return a handler's function name as Chalice forms it: app, stage, handler."""
    return f"darkroom-{STAGE}-{handler}"


def function_arn(handler: str) -> str:
    """Return the ARN of a handler's function."""
    return f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{function_name(handler)}"
