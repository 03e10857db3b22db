"""A rendering on demand: the request that leads to it, what the function is told, and how it ended."""

from typing import Literal

from msgspec import Struct

from chalicelib.models.on_demand import Operations


class VariantRequest(Struct, frozen=True, kw_only=True):
    """A request for a variant on demand.

    `version` is None if the URL has none. `redirects` is how often the API has already sent the caller back
    to the CDN. `accept` is the `Accept` header, by which a format is negotiated.
    """

    image_id: str
    operations: Operations
    version: str | None = None
    signature: str | None = None
    redirects: int = 0
    accept: str = ""


class AddressRedirect(Struct, frozen=True, kw_only=True):
    """Leads to an address of a variant on demand. Caches may keep it for `max_age` seconds.

    `path` is below the base URL of the CDN or the API, without a leading slash and with the query string.
    """

    path: str
    max_age: int = 0


class FileRedirect(Struct, frozen=True, kw_only=True):
    """Leads to the URL of a file. `is_negotiated` tells that another `Accept` header can lead to another."""

    url: str
    is_negotiated: bool


class RenderingLimits(Struct, frozen=True, kw_only=True):
    """The most renderings on demand per day: of one image, and of all images of an owner."""

    per_image: int
    per_owner: int


class RenderingInput(Struct, frozen=True, kw_only=True):
    """What `render_on_demand` renders: the parts of the file's key, `d/{image_id}/{version}/{file}`."""

    image_id: str
    version: str
    file: str


class RenderingOutput(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How a rendering on demand ended.

    `stored`       the file is there, from this rendering or from another one
    `outdated`     nothing was stored, since the image no longer has this version
    `withdrawn`    the same, but the file was there for a moment; the image's cleanup drops a CDN's copies
    `failed`       another attempt would fail, too; `code` and `detail` tell why, and callers may see them
    `unavailable`  another attempt can succeed; `detail` tells why, for the log
    """

    outcome: Literal["stored", "outdated", "withdrawn", "failed", "unavailable"]
    code: str = ""
    detail: str = ""
