"""What API Gateway answers by itself, in the form of all our problems: infra/gateway-responses.json."""

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, cast

from ops.stage.chalice import Api
from ops.stage.names import INFRA, Stage

if TYPE_CHECKING:
    from mypy_boto3_apigateway import APIGatewayClient
    from mypy_boto3_apigateway.literals import GatewayResponseTypeType

FILE = INFRA / "gateway-responses.json"


def answer(client: "APIGatewayClient", api: Api, stage: Stage, origins: str) -> int:
    """Set all of them and put them into force; return how many. `origins` is CORS_ORIGINS."""
    own = json.loads(FILE.read_text("utf-8"))
    for name, response in own["responses"].items():
        headers = {**own["headers"], **response["headers"], **_cors(origins)}
        client.put_gateway_response(
            restApiId=api.id,
            responseType=cast("GatewayResponseTypeType", name),
            statusCode=str(response["problem"]["status"]),
            responseParameters=dict(_fixed(headers)),
            responseTemplates={"application/json": json.dumps(response["problem"])},
        )
    client.create_deployment(restApiId=api.id, stageName=stage.name)
    return len(own["responses"])


def _fixed(headers: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield headers as API Gateway takes fixed ones: in single quotes, so that the value may have none."""
    for name, value in headers.items():
        if "'" not in value:
            yield f"gatewayresponse.header.{name}", f"'{value}'"


def _cors(origins: str) -> dict[str, str]:
    """Return the header for the one origin, if it is one: a fixed answer can name no more."""
    return {"Access-Control-Allow-Origin": origins} if origins and "," not in origins else {}
