"""Use case: look up images and their variants."""

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.domain import erasure, keys, responsive
from chalicelib.errors import ImageErased, ImageNotFound, VariantNotFound
from chalicelib.images.expiry import FormExpiry
from chalicelib.models import Image, ListRequest, Page, Status
from chalicelib.ports import ImageStore, OutputStorage
from chalicelib.records.object_records import ObjectRecords


class ImageLookup(Struct, frozen=True, kw_only=True):
    """Finds an owner's images. Other owners' images count as not found."""

    store: ImageStore
    records: ObjectRecords
    outputs: OutputStorage
    expiry: FormExpiry

    def read(self, image_id: str, *, owner: str) -> Image:
        """Return the owner's image as it is shown. Raises ImageNotFound, ServiceUnavailable."""
        return self.expiry.checked(self.get(image_id, owner=owner))

    def read_any(self, image_id: str) -> Image:
        """Return anyone's image as it is shown. Raises ImageErased, ImageNotFound, ServiceUnavailable."""
        return self.expiry.checked(self._existing(image_id))

    def get(self, image_id: str, *, owner: str) -> Image:
        """Return the owner's record. Raises ImageErased, ImageNotFound, also for another owner's image."""
        image = self._existing(image_id, owner)
        if not _is_visible(image, owner):
            raise _no_image(image_id)
        return image

    def record(self, image_id: str, *, owner: str) -> Image:
        """Return the owner's record, even of a deleted or erased image. Raises ImageNotFound."""
        image = self.store.get(image_id) if keys.is_image_id(image_id) else None
        if image is None or image.owner != owner:
            raise _no_image(image_id)
        return image

    def list(self, request: ListRequest, *, owner: str) -> Page:
        """List the owner's images, newest first. Raises InvalidCursor.

        Forms that have expired are shown as failed. So they are left out if only `pending` images are listed,
        but not added if only `failed` ones are.
        """
        page = self._page(request, owner)
        images = map(self.expiry.shown, page.images)
        wanted = (image for image in images if request.status in {None, image.status})
        return replace(page, images=tuple(wanted))

    def cursor_after(self, image: Image) -> str:
        """Return the cursor that continues a listing after this image of it."""
        return self.store.cursor_after(image)

    def variant_url(self, image_id: str, name: str, *, owner: str | None) -> str:
        """Return the URL of the variant's current file. With `owner` None, the image can be anyone's.

        `name` is the preset's, which can be followed by an extension: `small` or `small.avif`.
        Raises ImageNotFound, VariantNotFound.
        """
        image = self._existing(image_id) if owner is None else self.get(image_id, owner=owner)
        variant = responsive.named(image.variants, name)
        if variant is None:
            raise VariantNotFound(
                f"The image {image_id!r} has no variant {name!r}; check its `variants` once it is ready"
            )
        return self.outputs.url(variant.key)

    def _page(self, request: ListRequest, owner: str) -> Page:
        if request.key is None:
            return self.store.list(owner, request)
        image = self.records.find(request.key)
        return Page(images=(image,) if image is not None and _is_visible(image, owner) else ())

    def _existing(self, image_id: str, owner: str | None = None) -> Image:
        image = self.store.get(image_id) if keys.is_image_id(image_id) else None
        if image is not None and erasure.is_erased(image) and owner in {None, image.owner}:
            raise ImageErased(f"The image {image_id!r} was erased")
        if image is None or image.status is Status.DELETED:
            raise _no_image(image_id)
        return image


def _is_visible(image: Image, owner: str) -> bool:
    return image.owner == owner and image.status is not Status.DELETED


def _no_image(image_id: str) -> ImageNotFound:
    return ImageNotFound(f"There is no image with the id {image_id!r}")
