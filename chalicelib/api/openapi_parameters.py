"""The parameters of the API's operations, as in the OpenAPI description."""

from collections.abc import Mapping
from typing import Any, get_args

from chalicelib.api import idempotency, on_demand_requests, requests
from chalicelib.domain import keys
from chalicelib.models import MAX_SIDE, ListRequest, RenditionFormat, Status


def query(name: str, **schema: object) -> Mapping[str, Any]:
    """Return a parameter of the query string."""
    return {"name": name, "in": "query", "schema": schema}


LISTING = (
    query("limit", type="integer", minimum=1, maximum=requests.MAX_LIMIT, default=ListRequest().limit),
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

COMPANION_KEY = (
    {**query("key", type="string"), "description": "The key of the upload. Uppy sends it. It is ignored."},
)

DELETION = (
    {
        **query("erase", enum=["true", "false"], default="false"),
        "description": "With `true`, also remove all older versions of all files, in the background.",
    },
)

STATUS = (
    {
        **query("key", type="string"),
        "required": True,
        "description": "The key in the `status_url` of a new image.",
    },
)

ADDRESS = (
    {
        **query("s", type="string", pattern=f"^{on_demand_requests.SIGNATURE}$"),
        "description": "A signature, for operations that the policy of the presets file does not allow.",
    },
    {
        **query("n", enum=[*on_demand_requests.REDIRECTS]),
        "description": "Part of redirects. How often the API has sent the request back to the CDN.",
    },
)

RENDERING = (
    {**query("w", type="integer", minimum=1, maximum=MAX_SIDE), "description": "Width in pixels."},
    {**query("h", type="integer", minimum=1, maximum=MAX_SIDE), "description": "Height in pixels."},
    {
        **query("fit", enum=["cover", "inside"], default="cover"),
        "description": "Crop to width and height, or scale to fit inside them. Needs `h`.",
    },
    {
        **query("pos", type="string", default="attention"),
        "description": "Where to crop: a position of the presets file such as `top-left` or `entropy`, or"
        " fractions of width and height such as `x0.5y0.25`. The image's own focal point comes first.",
    },
    {
        **query("f", enum=["auto", *get_args(RenditionFormat)], default="auto"),
        "description": "The format. `auto` chooses by the `Accept` header. Only presets can have `gif`.",
    },
    {**query("q", type="integer", minimum=1, maximum=100, default=80), "description": "Quality."},
    {
        **query("p", type="string"),
        "description": "The name of a preset that is rendered on demand. Can be combined with `f` only.",
    },
)

IDEMPOTENCY_KEY = (
    {
        "name": idempotency.HEADER,
        "in": "header",
        "description": "Identifies the request. A retry returns the same image again, as long as it exists.",
        "schema": {"type": "string", "minLength": 1, "maxLength": 255},
    },
)
