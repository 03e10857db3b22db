"""The widget: the component `<darkroom-upload>`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from darkroom.django import signing
from darkroom.django.values import DarkroomImage
from darkroom.upload_endpoint import UploadRules

SCRIPT = "darkroom/darkroom.js"
STYLES = "darkroom/widget.css"


@dataclass(frozen=True, slots=True)
class ModuleScript:
    """A script that is a module. Django has a class for this only since version 5.2."""

    path: str

    def __html__(self) -> SafeString:
        """Return the element for the page."""
        return format_html('<script src="{}" type="module"></script>', static(self.path))


class DarkroomImageInput(forms.Widget):
    """Shows the current image, uploads another one, and removes optional ones.

    Attributes in `attrs` become those of the component, such as `accept`.
    """

    template_name = "darkroom/image_input.html"
    rules = UploadRules()

    @property
    def media(self) -> forms.Media:
        """The component and the styles of the current image."""
        return forms.Media(css={"all": [STYLES]}, js=[ModuleScript(SCRIPT)])  # type: ignore[list-item]

    def get_context(self, name: str, value: object, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the current image, or what was submitted before and belongs to another upload."""
        context = super().get_context(name, None, attrs)
        current = value if isinstance(value, DarkroomImage) else None
        context["widget"] |= {
            "current": current,
            "submitted": value if isinstance(value, str) else "",
            "clear_name": _clear_name(name),
            "endpoint": reverse("darkroom:upload", args=[signing.sign_rules(self.rules)]),
            "max_bytes": self.rules.max_bytes,
            "csrf_header": settings.CSRF_HEADER_NAME.removeprefix("HTTP_").replace("_", "-"),
            "required": self.is_required,
        }
        return context

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> object:  # noqa: ANN401
        """Return the signed value of an upload, False to remove the current image, otherwise None."""
        uploaded = data.get(name)
        if uploaded:
            return uploaded
        cleared = forms.CheckboxInput().value_from_datadict(data, files, _clear_name(name))
        return False if cleared and not self.is_required else None

    def value_omitted_from_data(self, data: Mapping[str, Any], _files: object, name: str) -> bool:
        """Return whether the form had no such field."""
        return name not in data and _clear_name(name) not in data

    def use_required_attribute(self, initial: object) -> bool:
        """Return whether the browser must insist on an upload: not if there is an image already."""
        return super().use_required_attribute(initial) and not initial


def _clear_name(name: str) -> str:
    return f"{name}-clear"
