"""The model field."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core import checks
from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Expression
from django.utils.translation import gettext_lazy as _

from darkroom import Image
from darkroom.django.forms import DarkroomImageField as DarkroomImageFormField
from darkroom.django.values import DarkroomImage
from darkroom.upload_endpoint import UploadRules

if TYPE_CHECKING:
    Base = models.JSONField[DarkroomImage | Image | None, DarkroomImage]
else:
    Base = models.JSONField


class DarkroomImageField(Base):
    """An image at Darkroom, as a `DarkroomImage`. Optional ones need `null=True` and `blank=True`.

    `variants` are the presets that uploads in forms get, by default those of the service. `max_bytes` is the
    largest size of a file in forms. Neither is part of the database, so changes need no migration.
    Look images up by their parts: `filter(photo__id=…)`, `filter(photo__status="ready")`.
    """

    description = _("Image at Darkroom")
    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": _("This is not an image of Darkroom."),
    }

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - passed on to Django
        variants: Sequence[str] | None = None,
        max_bytes: int | None = None,
        **options: Any,  # noqa: ANN401 - passed on to Django
    ) -> None:
        self.rules = UploadRules(variants=variants, max_bytes=max_bytes)
        super().__init__(*args, **options)

    def check(self, **options: Any) -> list[checks.CheckMessage]:  # noqa: ANN401 - Django's signature
        """Add the check of optional fields."""
        return [*super().check(**options), *self._check_null()]

    def _check_null(self) -> list[checks.CheckMessage]:
        if not self.blank or self.null:
            return []
        problem = "An optional DarkroomImageField has no value that a database without null could store."
        return [checks.Error(problem, hint="Set null=True as well.", obj=self, id="darkroom.E006")]

    def from_db_value(
        self,
        value: str | None,
        expression: Expression,
        connection: BaseDatabaseWrapper,
    ) -> Any:  # noqa: ANN401 - a part of the value if the query asks for it
        """Return an image, or the part of it that `values("photo__id")` asks for."""
        loaded = super().from_db_value(value, expression, connection)
        return DarkroomImage.from_json(loaded) if isinstance(loaded, dict) else loaded

    def to_python(self, value: Any) -> Any:  # noqa: ANN401 - Django's signature
        """Return the value of a fixture. Raises ValidationError.

        Text is returned as it is: it comes from XML, and Django decodes it afterward.
        """
        return value if isinstance(value, str) else self._image(value)

    def _image(self, value: object) -> DarkroomImage | None:
        if value is None or isinstance(value, DarkroomImage):
            return value
        if isinstance(value, Image):
            return DarkroomImage.of(value)
        try:
            return DarkroomImage.from_json(value)
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error

    def get_prep_value(self, value: Any) -> Any:  # noqa: ANN401 - parts and expressions stay as they are
        """Return an image as JSON. Everything else is what a lookup compares a part of it with."""
        value = DarkroomImage.of(value) if isinstance(value, Image) else value
        return super().get_prep_value(value.to_json() if isinstance(value, DarkroomImage) else value)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: ANN401, FBT001 - Django's
        """Check the attribute, so that the database has nothing but images. Raises ValidationError."""
        value = super().pre_save(model_instance, add)
        return value if hasattr(value, "resolve_expression") else self._image(value)

    def validate(self, value: Any, model_instance: models.Model | None) -> None:  # noqa: ANN401 - Django's
        """Check the value as other fields do. Raises ValidationError."""
        super(models.JSONField, self).validate(self._image(value), model_instance)

    def value_to_string(self, obj: Any) -> Any:  # noqa: ANN401 - serializers turn objects into text
        """Return the JSON object for a fixture."""
        return self.get_prep_value(self.value_from_object(obj))

    def save_form_data(self, instance: models.Model, data: object) -> None:
        """Set the attribute. A form's `False` removes the image."""
        super().save_form_data(instance, data or None)

    def formfield(self, **options: Any) -> forms.Field | None:  # noqa: ANN401 - Django's signature
        """Return the form field, with the component for uploads as its widget."""
        defaults: dict[str, Any] = {
            "form_class": DarkroomImageFormField,
            "variants": self.rules.variants,
            "max_bytes": self.rules.max_bytes,
        }
        return super(models.JSONField, self).formfield(**(defaults | options))
