"""The parameters of the API's operations, as in the OpenAPI description."""

from collections.abc import Mapping
from typing import Any

from chalicelib.api import idempotency, requests
from chalicelib.domain import keys
from chalicelib.models import ListRequest, Status


def query(name: str, **schema: object) -> Mapping[str, Any]:
    """Return a parameter of the query string."""
    return {"name": name, "in": "query", "schema": schema}


LISTING = (
    query("limit", type="integer", minimum=1, maximum=requests.MAX_LIMIT, default=ListRequest.limit),
    query("cursor", type="string"),
    query("status", enum=[status.value for status in Status if status is not Status.DELETED]),
    {
        **query("key", type="string", minLength=1, maxLength=keys.MAX_KEY_BYTES),
        "description": "List only the image of the object with this key. Cannot be combined with `cursor`,"
        " `status` and `external_id`.",
    },
    {
        **query("external_id", type="string", minLength=1, maxLength=256),
        "description": "List only images with this external id. Cannot be combined with `status`.",
    },
)

COMPANION = (
    {**query("filename", type="string", minLength=1), "required": True},
    query("type", type="string"),
    {
        **query("metadata", type="object", additionalProperties={"type": "string"}),
        "style": "deepObject",
        "explode": True,
        "description": "Uppy sends it. It is ignored.",
    },
)

DELETION = (
    {
        **query("erase", enum=["true", "false"], default="false"),
        "description": "With `true`, also remove all older versions of all files, in the background.",
    },
)

IDEMPOTENCY_KEY = (
    {
        "name": idempotency.HEADER,
        "in": "header",
        "description": "Identifies the request. A retry within 24 hours gets the first response again.",
        "schema": {"type": "string", "minLength": 1, "maxLength": 255},
    },
)
