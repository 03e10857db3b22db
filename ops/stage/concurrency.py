"""How much of an account's concurrency can be reserved. New accounts have so little that nothing can."""

from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient

# What Lambda wants to be left for functions that have nothing reserved:
# https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
_LEFT = 100


def affordable(client: "LambdaClient", wanted: int) -> int:
    """Return `wanted` where the account can reserve it, else 0. Who may not ask, tries."""
    try:
        limit = client.get_account_settings()["AccountLimit"]
    except ClientError:
        return wanted
    return wanted if limit["UnreservedConcurrentExecutions"] - wanted >= _LEFT else 0
