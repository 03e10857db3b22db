"""The tag `{% darkroom_image %}`."""

from typing import Literal

from django import template
from django.utils.safestring import SafeString

from darkroom.django.values import DarkroomImage

register = template.Library()


@register.simple_tag
def darkroom_image(
    image: object,
    alt: str | None = None,
    sizes: str | None = None,
    loading: Literal["lazy", "eager"] = "lazy",
    class_name: str | None = None,
) -> SafeString:
    """Return the `picture` element of an image; nothing without one, or while it is not available."""
    if not isinstance(image, DarkroomImage):
        return SafeString()
    return image.html(alt=alt, sizes=sizes, loading=loading, class_name=class_name)
