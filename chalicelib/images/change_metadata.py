"""Use case: change the metadata of an image."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.domain import metadata
from chalicelib.errors import ServiceUnavailable
from chalicelib.images.lookup import ImageLookup
from chalicelib.models import Image
from chalicelib.ports import ImageStore

# More than two other requests at the same moment are no accident, and each attempt costs a write.
_TRIES = 3


class ChangeMetadata(Struct, frozen=True, kw_only=True):
    """Applies JSON merge patches to the metadata of images."""

    lookup: ImageLookup
    store: ImageStore

    def run(self, image_id: str, patch: Mapping[str, Any], *, owner: str) -> Image:
        """Apply a patch of the image's document; return the image as it is shown.

        A patch that changes nothing writes nothing. Raises ImageNotFound, InvalidField, and
        ServiceUnavailable if other requests change the metadata again and again.
        """
        for _ in range(_TRIES):
            image = self.lookup.read(image_id, owner=owner)
            changed = metadata.patched(image.metadata, patch)
            if changed == image.metadata:
                return image
            if self.store.set_metadata(replace(image, metadata=changed)):
                return replace(image, metadata=changed, metadata_revision=image.metadata_revision + 1)
        raise ServiceUnavailable("Other requests change the metadata too often")
