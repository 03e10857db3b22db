"""The JSON documents of the API: one shape for an image, wherever it appears.

openapi.py describes these very classes, so the description cannot drift from what is sent.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Self

from msgspec import Struct

from chalicelib.domain.presets import Presets
from chalicelib.models import Failure, Image, Page, Placeholder, Status, UploadForm, Variant, VariantSpec

UrlOf = Callable[[str], str]


class VariantDocument(Struct, kw_only=True):
    """One file. `url` is good for a while, `width` and `height` are pixels, `size` is bytes."""

    name: str
    url: str
    content_type: str
    width: int
    height: int
    size: int

    @classmethod
    def of(cls, variant: Variant, url_of: UrlOf) -> Self:
        """Build the document of one variant."""
        return cls(
            name=variant.name,
            url=url_of(variant.key),
            content_type=variant.content_type,
            width=variant.width,
            height=variant.height,
            size=variant.size,
        )


class ImageDocument(Struct, kw_only=True):
    """One image. Until it is `ready`, what only the file can tell is null.

    `srcset` is the attribute of HTML's `img`: URL and width of each variant that shows the whole image
    in its own shape, since a browser takes whichever fits the screen. `execution` names the execution of
    the workflow that is at work on the image, or was; null where none was needed.
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
    variants: tuple[VariantDocument, ...]
    srcset: str
    error: Failure | None
    execution: str | None

    @classmethod
    def of(cls, image: Image, url_of: UrlOf) -> Self:
        """Build the document of one image; `url_of` turns an output's key into a URL."""
        variants = tuple(VariantDocument.of(variant, url_of) for variant in image.variants)
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
            variants=variants,
            srcset=", ".join(
                f"{url_of(variant.key)} {variant.width}w"
                for variant in image.variants
                if _has_shape_of(image, variant)
            ),
            error=image.error if image.status is Status.FAILED else None,
            execution=image.execution,
        )


class FormDocument(Struct, kw_only=True):
    """How to send the file: POST `fields`, then the file as the part `file`, as multipart/form-data."""

    method: str
    url: str
    fields: Mapping[str, str]
    headers: Mapping[str, str]
    expires_at: datetime


class CompanionDocument(FormDocument, kw_only=True):
    """The form as Uppy's Companion hands it out, and the id of its image. `expires` is seconds.

    https://uppy.io/docs/aws-s3/#getuploadparametersfile-options
    """

    id: str
    expires: int

    @classmethod
    def of(cls, image: Image, form: UploadForm) -> Self:
        """Build the answer to Uppy. Its S3 plugin reads `method`, `url` and `fields` at the top."""
        lifetime = form.expires_at - image.created_at
        return cls(
            id=image.id,
            method=form.method,
            url=form.url,
            fields=form.fields,
            headers=form.headers,
            expires_at=form.expires_at,
            expires=round(lifetime.total_seconds()),
        )


class NewImageDocument(ImageDocument, kw_only=True):
    """A new image, and the form to upload its file with."""

    upload: FormDocument

    @classmethod
    def with_form(cls, image: Image, form: UploadForm, url_of: UrlOf) -> Self:
        """Build the answer to a new upload."""
        document = ImageDocument.of(image, url_of)
        upload = FormDocument(
            method=form.method,
            url=form.url,
            fields=form.fields,
            headers=form.headers,
            expires_at=form.expires_at,
        )
        return cls(**{name: getattr(document, name) for name in document.__struct_fields__}, upload=upload)


class PageDocument(Struct, kw_only=True):
    """One page of the listing; `next_cursor` is null on the last."""

    images: tuple[ImageDocument, ...]
    next_cursor: str | None

    @classmethod
    def of(cls, page: Page, url_of: UrlOf) -> Self:
        """Build one page of the listing."""
        images = tuple(ImageDocument.of(image, url_of) for image in page.images)
        return cls(images=images, next_cursor=page.cursor)


class PresetsDocument(Struct, kw_only=True):
    """The variants there are to choose from, and those that an image gets when nobody chose."""

    presets: tuple[VariantSpec, ...]
    default: tuple[str, ...]

    @classmethod
    def of(cls, presets: Presets) -> Self:
        """Build the list of presets."""
        return cls(presets=presets.presets, default=presets.default)


class ProblemDocument(Struct, kw_only=True, omit_defaults=True):
    """What went wrong (RFC 9457). `code` is stable, `field` names the part of the request at fault."""

    title: str
    status: int
    detail: str
    code: str
    type: str
    field: str | None = None


class HealthDocument(Struct, kw_only=True):
    """The API is up."""

    status: str


def _has_shape_of(image: Image, variant: Variant) -> bool:
    """Compare the sides, of which rounding to whole pixels may have taken or added up to one."""
    if image.width is None or image.height is None:
        return False
    difference = abs(variant.width * image.height - variant.height * image.width)
    return difference <= max(image.width, image.height)
