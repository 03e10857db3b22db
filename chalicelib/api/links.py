"""What an image's document needs besides its record."""

from collections.abc import Callable

from msgspec import Struct

from chalicelib.domain.on_demand.urls import OnDemandUrls

UrlOf = Callable[[str], str]


class Links(Struct, frozen=True, kw_only=True):
    """The URLs of a deployment's files.

    `url_of` turns the key of an output into its URL. `on_demand` is None if there are no public variants on
    demand. `kernel` says whether images are rendered with the compiled kernel, on which versions depend.
    """

    url_of: UrlOf
    kernel: bool
    on_demand: OnDemandUrls | None = None
