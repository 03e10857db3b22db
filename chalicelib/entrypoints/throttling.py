"""How often API Gateway lets each method of the API be called: the class of each method.

The rate and the burst of a class apply to each of its methods separately, across all callers. The template
of the app (`ops/templates/api.py`) sets them.
https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class RateClass(StrEnum):
    """Methods that API Gateway throttles alike."""

    PARTS = "parts"
    PUBLIC = "public"
    RARE = "rare"
    READING = "reading"
    STATUS = "status"
    VIEWING = "viewing"
    WRITING = "writing"


_PAGES = (
    *("/", "/web/{version}/{name}", "/docs", "/docs/{version}/{name}", "/openapi.json", "/healthz"),
    "/embed/{version}/{name}",
)
_ON_DEMAND = (
    "/d/{image_id}/{version}/{file}",
    "/i/{image_id}/{version_or_operations}",
    "/i/{image_id}/{version_or_operations}/{operations}",
)
_PARTS = (
    ("POST", "/images/{image_id}/parts"),
    ("POST", "/images/{image_id}/complete"),
    ("POST", "/s3/multipart"),
    ("POST", "/s3/multipart/{upload_id}/complete"),
    ("DELETE", "/s3/multipart/{upload_id}"),
    # Uppy calls it once for each part.
    ("GET", "/s3/multipart/{upload_id}/{part_number}"),
    ("GET", "/s3/multipart/{upload_id}"),
)
FILES = frozenset({"/v/{image_id}/{version}/{file}", *_ON_DEMAND})
"""The paths of variants that need no token. A CDN calls them for files that are not there."""
CLASSES: Mapping[tuple[str, str], RateClass] = MappingProxyType(
    {
        **{("GET", path): RateClass.PUBLIC for path in _PAGES},
        ("GET", "/images"): RateClass.READING,
        ("GET", "/images/{image_id}"): RateClass.READING,
        ("GET", "/images/{image_id}/variants/{name}"): RateClass.READING,
        ("GET", "/presets"): RateClass.READING,
        ("GET", "/v/{image_id}/{version}/{file}"): RateClass.READING,
        ("GET", "/status/{image_id}"): RateClass.STATUS,
        **{("GET", path): RateClass.VIEWING for path in ("/images/{image_id}/render", *_ON_DEMAND)},
        # Pages of other origins send a preflight request before they create or read an image.
        ("OPTIONS", "/images"): RateClass.READING,
        ("OPTIONS", "/images/{image_id}"): RateClass.READING,
        ("OPTIONS", "/s3/params"): RateClass.PUBLIC,
        ("POST", "/images"): RateClass.WRITING,
        ("PATCH", "/images/{image_id}"): RateClass.WRITING,
        ("DELETE", "/images/{image_id}"): RateClass.WRITING,
        ("POST", "/images/{image_id}/reprocess"): RateClass.WRITING,
        **dict.fromkeys(_PARTS, RateClass.PARTS),
        # It creates an upload form.
        ("GET", "/s3/params"): RateClass.WRITING,
    }
)
"""The class of each method by HTTP method and path. Methods that are not here are HEAD or OPTIONS."""


def rate_class(method: str, path: str) -> RateClass:
    """Return the class of a method. HEAD, and OPTIONS of other paths, are rarely called."""
    return CLASSES.get((method, path), RateClass.RARE)
