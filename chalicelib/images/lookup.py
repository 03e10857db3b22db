"""Use case: look images and their variants up."""

from dataclasses import dataclass

from chalicelib.domain import keys
from chalicelib.errors import ImageNotFound, VariantNotFound
from chalicelib.models import Image, ListRequest, Page, Status
from chalicelib.ports import ImageStore, OutputStorage


@dataclass(frozen=True, kw_only=True)
class ImageLookup:
    """Finds images of one owner; to everybody else they do not exist."""

    store: ImageStore
    outputs: OutputStorage

    def get(self, image_id: str, *, owner: str) -> Image:
        """Return the owner's image; another's is not there. Raises ImageNotFound."""
        image = self._existing(image_id)
        if image.owner != owner:
            raise _no_image(image_id)
        return image

    def list(self, request: ListRequest, *, owner: str) -> Page:
        """List the owner's images, newest first. Raises InvalidCursor."""
        return self.store.list(owner, request)

    def variant_url(self, image_id: str, name: str, *, owner: str | None) -> str:
        """Return where the variant's current file can be fetched; `owner` None stands for anybody.

        Raises ImageNotFound, VariantNotFound.
        """
        image = self._existing(image_id) if owner is None else self.get(image_id, owner=owner)
        for variant in image.variants:
            if variant.name == name:
                return self.outputs.url(variant.key)
        raise VariantNotFound(f"The image {image_id!r} has no variant {name!r}, or not yet")

    def _existing(self, image_id: str) -> Image:
        image = self.store.get(image_id) if keys.is_image_id(image_id) else None
        if image is None or image.status is Status.DELETED:
            raise _no_image(image_id)
        return image


def _no_image(image_id: str) -> ImageNotFound:
    return ImageNotFound(f"There is no image {image_id!r}")
