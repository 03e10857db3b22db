"""How many requests the API takes.

A setting of API Gateway's stage, which is Chalice's: CloudFormation could only give it to a stage of its own.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ops.stage.chalice import Api
from ops.stage.names import Stage

if TYPE_CHECKING:
    from mypy_boto3_apigateway import APIGatewayClient

_ALL = "*/*"


@dataclass(frozen=True)
class Limits:
    """Requests per second, and how many may come at once, over all routes."""

    rate: float = 50.0
    burst: int = 100


def throttle(
    client: "APIGatewayClient", api: Api, stage: Stage, *, rate: float | None, burst: int | None
) -> Limits:
    """Set what is given; the rest stays as it was. Return what holds now."""
    before = _before(client, api, stage)
    limits = Limits(rate=rate or before.rate, burst=burst or before.burst)
    wanted = {"rateLimit": f"{limits.rate:g}", "burstLimit": str(limits.burst)}
    client.update_stage(
        restApiId=api.id,
        stageName=stage.name,
        patchOperations=[
            {"op": "replace", "path": f"/{_ALL}/throttling/{name}", "value": value}
            for name, value in wanted.items()
        ],
    )
    return limits


def _before(client: "APIGatewayClient", api: Api, stage: Stage) -> Limits:
    described = client.get_stage(restApiId=api.id, stageName=stage.name).get("methodSettings", {})
    if _ALL not in described:
        return Limits()
    settings = described[_ALL]
    return Limits(rate=settings["throttlingRateLimit"], burst=settings["throttlingBurstLimit"])
