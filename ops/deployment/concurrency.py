"""The reserved concurrency that an account can afford. New accounts have too little to reserve any."""

from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient

# The reserved concurrency of a new stage.
INITIAL = 50
# Lambda requires that this much concurrency stays unreserved:
# https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
_UNRESERVED = 100


def affordable(client: "LambdaClient", wanted: int) -> int:
    """Return `wanted` if the account can reserve it or if its quota can't be read, otherwise 0."""
    try:
        limit = client.get_account_settings()["AccountLimit"]
    except ClientError:
        return wanted
    return wanted if limit["UnreservedConcurrentExecutions"] - wanted >= _UNRESERVED else 0
