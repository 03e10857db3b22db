"""The form field."""

import logging
from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from darkroom import DarkroomError, Image, NotFoundError, Status
from darkroom.django import signing
from darkroom.django.clients import client
from darkroom.django.values import DarkroomImage
from darkroom.django.widgets import DarkroomImageInput
from darkroom.retry import single_attempt
from darkroom.upload_endpoint import UploadRules

LOGGER = logging.getLogger("darkroom.django")


class DarkroomImageField(forms.FileField):
    """An image that the browser uploads to Darkroom before it submits the form.

    Its cleaned value is a `DarkroomImage`: the uploaded one, or the initial one if there is no other. It is
    False if an optional image was removed, and None without one. `variants` and `max_bytes` are as in the
    model field.
    """

    widget = DarkroomImageInput
    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": _("The uploaded image is not valid any more. Upload it again."),
    }

    def __init__(
        self,
        *,
        variants: Sequence[str] | None = None,
        max_bytes: int | None = None,
        **options: Any,  # noqa: ANN401 - passed on to Django
    ) -> None:
        self.rules = UploadRules(variants=variants, max_bytes=max_bytes)
        super().__init__(**options)
        if isinstance(self.widget, DarkroomImageInput):
            self.widget.rules = self.rules

    def to_python(self, data: object) -> DarkroomImage | None:  # type: ignore[override]
        """Return the image of a signed value. Raises ValidationError if it failed, or for another value."""
        if data in self.empty_values:
            return None
        if isinstance(data, DarkroomImage):  # the initial image of a disabled field
            return data
        try:
            image_id = signing.image_id(str(data), self.rules)
        except signing.InvalidValue as error:
            raise self._invalid() from error
        image = self._fetched(image_id)
        return DarkroomImage(id=image_id) if image is None else DarkroomImage.of(image)

    def bound_data(self, data: object, initial: object) -> object:
        """Return what the page shows again: an upload that was not saved yet, or the initial image."""
        return data or initial

    def has_changed(self, initial: object, data: object) -> bool:
        """Return whether there is an uploaded image, or the initial one was removed."""
        return not self.disabled and data not in (None, "") and not (data is False and not initial)

    def _fetched(self, image_id: str) -> Image | None:
        """Return the image; None if the service is unavailable, which loses nothing: the webhook follows."""
        try:
            with single_attempt():
                image = client().get(image_id)
        except NotFoundError as error:
            raise self._invalid() from error
        except (DarkroomError, ValueError) as error:
            LOGGER.warning("The form is saved without the details of image %s: %s", image_id, error)
            return None
        if image.status is Status.DELETED:
            raise self._invalid()
        if image.error is not None:
            raise ValidationError(image.error.detail, code=image.error.code)
        return image

    def _invalid(self) -> ValidationError:
        return ValidationError(self.error_messages["invalid"], code="invalid")
