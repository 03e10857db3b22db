"""The URLs of variants on demand, also of images that are not public."""

from typing import Unpack

from darkroom import operations
from darkroom.api import Api, image_path
from darkroom.operations import Rendering
from darkroom.urls import UrlBuilder


class RenditionUrls(UrlBuilder):
    """Adds the URLs that the service makes for the owner of a token."""

    def __init__(self, api: Api, signing_key: str | None) -> None:
        super().__init__(signing_key)
        self._api = api

    def rendition_url(
        self,
        image_id: str,
        *,
        width: int | None = None,
        preset: str | None = None,
        **options: Unpack[Rendering],
    ) -> str:
        """Return the URL of a variant of any size, which the service renders first if need be.

        Without a CDN, the URL expires. Raises NotFoundError, InvalidRequestError, UnavailableError if a quota
        is exceeded, ValueError for invalid options.
        """
        query = operations.query(operations.choose(width, preset, options))
        return self._api.location(f"{image_path(image_id)}/render", query)
