"""API Gateway's own error responses, in the same form as the app's: infra/gateway-responses.json."""

import json
from pathlib import Path

from ops.templates.intrinsics import Json


def gateway_responses(file: Path) -> Json:
    """Return the responses as a part of the API's document.

    As resources of their own, the next update of the document would delete them:
    https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-gateway-responses.html
    """
    document = json.loads(file.read_text("utf-8"))
    return {
        kind: {
            "statusCode": str(response["problem"]["status"]),
            "responseParameters": _static({**document["headers"], **response["headers"]}),
            "responseTemplates": {"application/json": json.dumps(response["problem"])},
        }
        for kind, response in document["responses"].items()
    }


def _static(headers: dict[str, str]) -> dict[str, str]:
    """Return static headers. API Gateway wants them in single quotes, so a value can't contain any."""
    return {
        f"gatewayresponse.header.{name}": f"'{value}'" for name, value in headers.items() if "'" not in value
    }
