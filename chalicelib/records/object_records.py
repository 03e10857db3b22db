"""Find the record of an object by the object's key."""

from collections.abc import Callable

from msgspec import Struct

from chalicelib.domain import keys
from chalicelib.models import Image
from chalicelib.ports import ImageStore


class ObjectRecords(Struct, frozen=True, kw_only=True):
    """Finds the records of objects.

    `secret` returns the deployment's secret for ids. It is called only for objects that were uploaded
    without a form, whose ids nobody can guess from their keys.
    """

    upload_prefix: str
    store: ImageStore
    secret: Callable[[], bytes]

    def find(self, key: str) -> Image | None:
        """Return the object's record, even if it is `deleted`, or None. Raises ServiceUnavailable."""
        found = (self.store.get(image_id) for image_id in self.possible_ids(key))
        return next((image for image in found if image is not None), None)

    def id_for(self, key: str) -> str:
        """Return the id of the object's record, or of a new one. Raises ServiceUnavailable."""
        image = self.find(key)
        return image.id if image is not None else self.new_id(key)

    def new_id(self, key: str) -> str:
        """Return the id for an object that has no record. Raises ServiceUnavailable."""
        return self.possible_ids(key)[0]

    def possible_ids(self, key: str) -> tuple[str, ...]:
        """Return the ids that the object's record can have. A new record gets the first one.

        A record under the second id was created before ids had a secret. It keeps its id.
        Raises ServiceUnavailable.
        """
        from_form = keys.form_image_id(key, self.upload_prefix)
        if from_form is not None:
            return (from_form,)
        return keys.object_image_id(key, self.secret()), keys.hashed_image_id(key)
