"""The make-believe account that everything local lives in."""

REGION = "us-east-1"
ACCOUNT = "123456789012"  # moto's account for credentials that it does not know
CREDENTIALS = "local"


def sdk_environment(url: str) -> dict[str, str]:
    """Return the variables that lead any AWS SDK or tool to the server at `url`."""
    return {
        "AWS_ENDPOINT_URL": url,
        "AWS_ACCESS_KEY_ID": CREDENTIALS,
        "AWS_SECRET_ACCESS_KEY": CREDENTIALS,
        "AWS_DEFAULT_REGION": REGION,
    }


def function_name(handler: str) -> str:
    """Name a handler's function as Chalice does: app, stage, handler."""
    return f"darkroom-local-{handler}"


def function_arn(handler: str) -> str:
    """Return the ARN that a handler's function would have."""
    return f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{function_name(handler)}"
