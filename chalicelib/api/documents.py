"""The JSON documents of the API. An image has the same shape wherever it appears.

openapi.py generates the OpenAPI schemas from these classes, so they always match what is sent. The class
docstrings become the descriptions of the schemas.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Self

from msgspec import Struct

from chalicelib.api import response_size
from chalicelib.api.form_documents import FormDocument
from chalicelib.domain.presets import Presets
from chalicelib.models import (
    Failure,
    Image,
    Page,
    Placeholder,
    Provenance,
    Status,
    UploadForm,
    Variant,
    VariantSpec,
)

UrlOf = Callable[[str], str]


class VariantDocument(Struct, kw_only=True):
    """One variant. `url` expires if it is signed; `width` and `height` are in pixels, `size` in bytes."""

    name: str
    url: str
    content_type: str
    width: int
    height: int
    size: int

    @classmethod
    def of(cls, variant: Variant, url: str) -> Self:
        """Build the document of one variant."""
        return cls(
            name=variant.name,
            url=url,
            content_type=variant.content_type,
            width=variant.width,
            height=variant.height,
            size=variant.size,
        )


class ImageDocument(Struct, kw_only=True):
    """One image. Values that are only known from the file are null until the image is `ready`.

    `srcset` is a value for the `srcset` attribute of HTML's `img`: the URL and width of each variant with
    the image's aspect ratio. Cropped or padded variants are left out, since browsers choose among the
    entries by width alone. `execution` is the name of the workflow execution that last processed the image,
    null if there was none.
    """

    id: str
    status: Status
    filename: str
    content_type: str | None
    size: int | None
    width: int | None
    height: int | None
    created_at: datetime
    updated_at: datetime
    placeholder: Placeholder | None
    provenance: Provenance | None
    variants: tuple[VariantDocument, ...]
    srcset: str
    error: Failure | None
    execution: str | None

    @classmethod
    def of(cls, image: Image, url_of: UrlOf) -> Self:
        """Build the document of one image. `url_of` turns the key of an output into its URL."""
        # Signing a URL takes time, so each is signed only once.
        urls = {variant.key: url_of(variant.key) for variant in image.variants}
        return cls(
            id=image.id,
            status=image.status,
            filename=image.filename,
            content_type=image.content_type,
            size=image.size,
            width=image.width,
            height=image.height,
            created_at=image.created_at,
            updated_at=image.updated_at,
            placeholder=image.placeholder,
            provenance=image.provenance,
            variants=tuple(VariantDocument.of(variant, urls[variant.key]) for variant in image.variants),
            srcset=", ".join(
                f"{urls[variant.key]} {variant.width}w"
                for variant in image.variants
                if _has_aspect_ratio_of(image, variant)
            ),
            error=image.error if image.status is Status.FAILED else None,
            execution=image.execution,
        )


class NewImageDocument(ImageDocument, kw_only=True):
    """A new image with the form to upload its file."""

    upload: FormDocument

    @classmethod
    def with_form(cls, image: Image, form: UploadForm, url_of: UrlOf) -> Self:
        """Build the document of a new image."""
        document = ImageDocument.of(image, url_of)
        upload = FormDocument.of(form)
        return cls(**{name: getattr(document, name) for name in document.__struct_fields__}, upload=upload)


class PageDocument(Struct, kw_only=True):
    """One page of images. `next_cursor` is null on the last page.

    A page can have fewer images than requested, or none, without being the last one.
    """

    images: tuple[ImageDocument, ...]
    next_cursor: str | None

    @classmethod
    def of(cls, page: Page, url_of: UrlOf, cursor_after: Callable[[Image], str]) -> Self:
        """Build the document of one page, which ends early if it would be too large for a response.

        `cursor_after` returns the cursor of the page that begins after an image.
        """
        documents: list[ImageDocument] = []
        size = 0
        for image in page.images:
            document = ImageDocument.of(image, url_of)
            size += response_size.size_in_response(document)
            if documents and size > response_size.MAX_BYTES:
                return cls(images=tuple(documents), next_cursor=cursor_after(page.images[len(documents) - 1]))
            documents.append(document)
        return cls(images=tuple(documents), next_cursor=page.cursor)


class PresetsDocument(Struct, kw_only=True):
    """The presets you can request, and the names of those used by default."""

    presets: tuple[VariantSpec, ...]
    default: tuple[str, ...]

    @classmethod
    def of(cls, presets: Presets) -> Self:
        """Build the document of the configured presets."""
        return cls(presets=presets.presets, default=presets.default)


class ProblemDocument(Struct, kw_only=True, omit_defaults=True):
    """An error (RFC 9457). `code` is stable; `field` names the invalid part of the request."""

    title: str
    status: int
    detail: str
    code: str
    type: str
    field: str | None = None


class HealthDocument(Struct, kw_only=True):
    """The status of the API, `ok` if it is up."""

    status: str


def _has_aspect_ratio_of(image: Image, variant: Variant) -> bool:
    """Compare the aspect ratios. Rounding may have changed each side of the variant by up to one pixel."""
    if image.width is None or image.height is None:
        return False
    difference = abs(variant.width * image.height - variant.height * image.width)
    return difference <= max(image.width, image.height)
