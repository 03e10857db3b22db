"""Find the records of images that variants are rendered of on demand."""

from msgspec import Struct

from chalicelib.domain import erasure, keys
from chalicelib.domain.on_demand.versions import is_renderable
from chalicelib.errors import ImageDeleted, ImageErased, ImageNotFound, VariantNotFound
from chalicelib.models import Image, Status
from chalicelib.ports import ImageStore


class RenderableImages(Struct, frozen=True, kw_only=True):
    """Finds images that have been ready. The reads are strongly consistent."""

    store: ImageStore

    def public(self, image_id: str) -> Image:
        """Return anyone's image.

        Raises ImageNotFound, ImageDeleted, ImageErased, and VariantNotFound if it is not renderable.
        """
        return self._renderable(image_id, self._get(image_id))

    def owned(self, image_id: str, *, owner: str) -> Image:
        """Return the owner's image. Another owner's counts as not found. Raises the same errors."""
        image = self._get(image_id)
        return self._renderable(image_id, image if image is not None and image.owner == owner else None)

    def _get(self, image_id: str) -> Image | None:
        return self.store.get(image_id) if keys.is_image_id(image_id) else None

    def _renderable(self, image_id: str, image: Image | None) -> Image:
        if image is None:
            raise image_not_found(image_id)
        if erasure.is_erased(image):
            raise ImageErased(f"The image {image_id!r} was erased.")
        if image.status is Status.DELETED:
            raise ImageDeleted(f"The image {image_id!r} has been deleted.")
        if not is_renderable(image):
            raise VariantNotFound(f"The image {image_id!r} is not ready. Check its status.")
        return image


def image_not_found(image_id: str) -> ImageNotFound:
    """Return the error for an image that does not exist, or that the caller may not know of."""
    return ImageNotFound(f"There is no image with the id {image_id[:100]!r}.")
