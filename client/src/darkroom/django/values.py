"""The value of a field: what the database keeps of an image."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal, Self

import msgspec
from django.utils.safestring import SafeString, mark_safe

from darkroom import Image, MissingVariant, Status
from darkroom.django import documents, thumbnails


@dataclass(frozen=True, slots=True, kw_only=True)
class DarkroomImage:
    """An image as of the last webhook, or as it was when the form was submitted.

    `width` and `height` (in pixels) and `size` (in bytes) are None until known. `revision` is that of the
    webhook, 0 without one. Once a webhook has reported the deletion, `created_at` is the time of that.
    """

    id: str
    status: Status = Status.PENDING
    version: str | None = None
    revision: int = 0
    created_at: datetime | None = None
    filename: str = ""
    content_type: str | None = None
    size: int | None = None
    width: int | None = None
    height: int | None = None

    @classmethod
    def of(cls, image: Image, *, revision: int = 0) -> Self:
        """Return what to store of an image that the service returned."""
        return replace(msgspec.convert(image, cls, from_attributes=True), revision=revision)

    @classmethod
    def from_json(cls, document: object) -> Self:
        """Return the value of a JSON object as `to_json` makes it. Raises ValueError."""
        return msgspec.convert(document, cls)

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object for the database, and for fixtures.

        What is None is left out: SQLite would count it as larger than any number.
        """
        return {name: value for name, value in msgspec.to_builtins(self).items() if value is not None}

    def image(self) -> Image | None:
        """Return the image with its current URLs, or None if it is not available.

        The answer is cached: see `darkroom.django.documents`.
        """
        return documents.image(self.id)

    def html(
        self,
        *,
        alt: str | None = None,
        sizes: str | None = None,
        loading: Literal["lazy", "eager"] = "lazy",
        class_name: str | None = None,
    ) -> SafeString:
        """Return a `picture` element as `darkroom.Image.html` does, or an empty string.

        It is empty until the image is ready, and while the service is unavailable.
        """
        image = self.image()
        if image is None:
            return SafeString()
        element = image.html(alt=alt, sizes=sizes, loading=loading, class_name=class_name)
        return mark_safe(element)  # noqa: S308 - the client escapes all values

    def url(self, variant: str) -> str:
        """Return the current URL of a variant, or an empty string if it is not available."""
        image = self.image()
        try:
            return image.variant(variant).url if image else ""
        except MissingVariant:
            return ""

    @property
    def thumbnail(self) -> SafeString:
        """Return a small `img` element for the admin, or an empty string like `html`."""
        image = self.image()
        return thumbnails.element(image, alt=str(self)) if image else SafeString()

    def __str__(self) -> str:
        """Return the name of the file."""
        return self.filename or self.id
