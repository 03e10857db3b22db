"""How many requests the API takes.

A setting of API Gateway's stage, which is Chalice's: CloudFormation could only give it to a stage of its own.
"""

from typing import TYPE_CHECKING

from ops.stage.chalice import Api
from ops.stage.names import Stage

if TYPE_CHECKING:
    from mypy_boto3_apigateway import APIGatewayClient


def throttle(client: "APIGatewayClient", api: Api, stage: Stage, *, rate: float, burst: int) -> None:
    """Set requests per second, and how many may come at once, over all routes."""
    wanted = {"rateLimit": f"{rate:g}", "burstLimit": str(burst)}
    client.update_stage(
        restApiId=api.id,
        stageName=stage.name,
        patchOperations=[
            {"op": "replace", "path": f"/*/*/throttling/{name}", "value": value}
            for name, value in wanted.items()
        ],
    )
