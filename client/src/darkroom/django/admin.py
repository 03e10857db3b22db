"""Images in Django's admin."""

from collections.abc import Callable

from django.contrib import admin
from django.db.models import Model
from django.utils.safestring import SafeString

from darkroom.django.values import DarkroomImage


def preview(field: str, description: str | None = None) -> Callable[[Model], SafeString]:
    """Return a column for `list_display` and `readonly_fields` that shows the image of a field."""

    def column(row: Model) -> SafeString:
        image = getattr(row, field)
        return image.thumbnail if isinstance(image, DarkroomImage) else SafeString()

    column.__name__ = f"{field}_preview"
    return admin.display(description=description or field.replace("_", " "), empty_value="-")(column)
