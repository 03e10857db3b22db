"""The methods of both clients, as flows."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Unpack

from darkroom import bodies, documents, downloads, operations
from darkroom.api import image_path
from darkroom.bodies import UNCHANGED, Box, MetadataFields, Point, Unchanged
from darkroom.flows import Flow
from darkroom.image import Image
from darkroom.listing import Listing
from darkroom.models import Presets, Status
from darkroom.operations import Rendering
from darkroom.upload_methods import UploadMethods


class Methods(UploadMethods):
    """Adds what can be done with images that exist."""

    def list(
        self,
        *,
        status: Status | str | None = None,
        limit: int | None = None,
        key: str | None = None,
        external_id: str | None = None,
    ) -> Listing:
        """Yield at most `limit` images, newest first, fetching pages as needed.

        With the `key` of an object in the upload bucket, yield the object's image, if there is one. With an
        `external_id`, yield the images that have it in their metadata. `status`, `key` and `external_id`
        exclude each other.
        """
        filters = {"status": status, "key": key, "external_id": external_id}
        return Listing(self._api, filters, limit, self._wait)

    def reprocess(
        self,
        image_id: str,
        *,
        variants: Sequence[str] | None = None,
        add: Sequence[str] = (),
        remove: Sequence[str] = (),
        focus: Point | Unchanged | None = UNCHANGED,
        crop: Box | Unchanged | None = UNCHANGED,
        rotate: int | None = None,
    ) -> Flow[Image]:
        """Render the image again, and return it while it is `processing`; the method `wait` waits for it.

        `variants` names all presets to render; `add` and `remove` change those that the image has. `focus`,
        `crop` and `rotate` are as for `upload`; None removes the focal point or the box. What you leave out
        stays as it is. Raises NotFoundError, ValueError for `variants` with `add` or `remove`.
        """
        body = bodies.preset_choice(variants, add, remove) | bodies.edits(focus, crop, rotate)
        response = yield from self._api.post(f"{image_path(image_id)}/reprocess", body)
        return documents.image(response, self._wait)

    def update(self, image_id: str, metadata: MetadataFields) -> Flow[Image]:
        """Change the image's metadata and return it. What is missing stays the same; None removes a value.

        Objects in `custom` are merged in the same way. Raises NotFoundError.
        """
        response = yield from self._api.patch(image_path(image_id), {"metadata": metadata})
        return documents.image(response, self._wait)

    def download(
        self,
        image: Image,
        directory: str | os.PathLike[str],
        variants: Sequence[str] | None = None,
        *,
        overwrite: bool = False,
    ) -> Flow[Mapping[str, Path]]:
        """Save the named variants, or all of them, to a directory; return file paths by variant name.

        Variants in several formats have names with an extension, such as `small.avif`; the name `small`
        stands for all of them. The directory is created if necessary. The URLs in an image may expire, so
        `get` the image shortly before you download it.
        Raises MissingVariant, DownloadError and OSError; FileExistsError unless `overwrite` is set.
        """
        bodies.reject_single_string("variants", variants)
        chosen = downloads.choose(image, variants)
        return downloads.save_all(image, chosen, Path(directory), overwrite=overwrite)

    def delete(self, image_id: str) -> Flow[None]:
        """Delete the image, its original file and its variants.

        Raises NotFoundError, including when an earlier attempt succeeded but its response was lost.
        """
        yield from self._api.delete(image_path(image_id))

    def presets(self) -> Flow[Presets]:
        """Return the presets that the service offers."""
        return documents.presets((yield from self._api.get("/presets")))

    def rendition_url(
        self,
        image_id: str,
        *,
        width: int | None = None,
        preset: str | None = None,
        **options: Unpack[Rendering],
    ) -> Flow[str]:
        """Return the URL of a variant of any size, which the service renders first if need be.

        Without a CDN, the URL expires. Raises NotFoundError, InvalidRequestError, UnavailableError if a quota
        is exceeded, ValueError for invalid options.
        """
        query = operations.query(operations.choose(width, preset, options))
        return self._api.location(f"{image_path(image_id)}/render", query)
