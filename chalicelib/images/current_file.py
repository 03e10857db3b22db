"""Use case: find the file that replaced an earlier one of the same variant."""

from msgspec import Struct

from chalicelib.domain import formats, keys, responsive
from chalicelib.errors import ImageDeleted, ImageNotFound, VariantNotFound
from chalicelib.models import Image, Status
from chalicelib.ports import ImageStore, OutputStorage

_EXTENSIONS = frozenset(each.extension for each in formats.FORMATS)


class CurrentFile(Struct, frozen=True, kw_only=True):
    """Leads from the URL of a file that may be gone to the current one.

    Unless variants are `public`, no image is found: a signed URL that has expired would last forever.
    """

    public: bool
    store: ImageStore
    outputs: OutputStorage

    def url(self, image_id: str, version: str, file: str) -> str:
        """Return the URL of the current file of this name. Another format stands in for a missing one.

        Raises ImageNotFound, ImageDeleted, and VariantNotFound. The latter also if the requested file is the
        current one, because a redirect to itself would never end.
        """
        image = self._image(image_id)
        name, _, extension = file.partition(".")
        variant = None
        if extension in _EXTENSIONS:
            variant = responsive.named(image.variants, file) or responsive.named(image.variants, name)
        if variant is None or variant.key == keys.output_key(image_id, version, name, extension):
            raise VariantNotFound(f"There is no file {file!r} of the image {image_id!r}")
        return self.outputs.url(variant.key)

    def _image(self, image_id: str) -> Image:
        image = self.store.get(image_id) if self.public and keys.is_image_id(image_id) else None
        if image is None:
            raise ImageNotFound(f"There is no image with the id {image_id!r}")
        if image.status is Status.DELETED:
            raise ImageDeleted(f"The image {image_id!r} has been deleted")
        return image
