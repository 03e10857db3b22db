"""What an image's document needs besides its record."""

from collections.abc import Callable
from dataclasses import dataclass

from chalicelib.domain.on_demand.urls import OnDemandUrls

UrlOf = Callable[[str], str]


def status_url(api_url: str, image_id: str, key: str) -> str:
    """Return the URL with which a browser reads the status of an image."""
    return f"{api_url}/status/{image_id}?key={key}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """The URLs of a deployment's files.

    `url_of` turns the key of an output into its URL. `on_demand` is None if there are no public variants on
    demand. `kernel` says whether images are rendered with the compiled kernel, on which versions depend.
    """

    url_of: UrlOf
    kernel: bool
    on_demand: OnDemandUrls | None = None
