"""The JSON documents of the API. An image has the same shape wherever it appears.

openapi.py generates the OpenAPI schemas from these classes, so they always match what is sent. The class
docstrings become the descriptions of the schemas.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Self

from msgspec import Struct

from chalicelib.api import response_size
from chalicelib.api.links import Links
from chalicelib.api.metadata_documents import MetadataDocument
from chalicelib.api.picture import picture
from chalicelib.api.source_documents import SourceDocument, sources_of
from chalicelib.api.variant_documents import OnDemandDocument, VariantDocument
from chalicelib.domain import geometry
from chalicelib.domain.image_version import image_version
from chalicelib.domain.presets import Presets
from chalicelib.models import (
    Crop,
    Failure,
    Focus,
    Image,
    OnDemandPolicy,
    Page,
    Placeholder,
    Provenance,
    Status,
    VariantSpec,
)


class ImageDocument(Struct, kw_only=True):
    """One image. Values that are only known from the file are null until the image is `ready`.

    `version` changes whenever the same preset would be rendered to another file: with the uploaded object,
    its focal point, crop and rotation, and the engine, with or without its kernel.

    `sources` are for the `source` elements of HTML's `picture`: one per content type, the least compatible
    one first. The last one is for its `img`. They list only variants that show the same as the image, since
    browsers choose among them by type and width alone: none that are cropped or padded, none with blur,
    grayscale or an overlay if there are any without, and no stills if there are any animated ones. AVIF and
    WebP are left out if their widest variant is less wide than that of the last source. With a policy for
    variants on demand, they also list up to eight of its widths. `srcset` is the last source's, for an `img`
    alone. `html` is the ready `picture` element. Without such variants, `sources`, `srcset` and `html` are
    empty.

    `on_demand` is null unless the image has public URLs for variants on demand.

    `rotate`, in degrees clockwise, `crop` and `focus` are as requested, in this order. `crop` is null for the
    whole image, `focus` if each preset's `position` decides.

    `execution` is the name of the workflow execution that last processed the image, null if there was none.
    """

    id: str
    status: Status
    version: str | None
    filename: str
    content_type: str | None
    size: int | None
    width: int | None
    height: int | None
    created_at: datetime
    updated_at: datetime
    placeholder: Placeholder | None
    provenance: Provenance | None
    metadata: MetadataDocument
    rotate: int
    crop: Crop | None
    focus: Focus | None
    variants: tuple[VariantDocument, ...]
    sources: tuple[SourceDocument, ...]
    srcset: str
    html: str
    on_demand: OnDemandDocument | None
    error: Failure | None
    execution: str | None

    @classmethod
    def of(cls, image: Image, links: Links) -> Self:
        """Build the document of one image."""
        # Long because it names every field. Signing a URL takes time, so each is signed only once.
        urls = {variant.key: links.url_of(variant.key) for variant in image.variants}
        sources = sources_of(image, urls, links.on_demand)
        metadata = MetadataDocument.of(image.metadata)
        return cls(
            id=image.id,
            status=image.status,
            version=image_version(image, kernel=links.kernel),
            filename=image.filename,
            content_type=image.content_type,
            size=image.size,
            width=image.width,
            height=image.height,
            created_at=image.created_at,
            updated_at=image.updated_at,
            placeholder=image.placeholder,
            provenance=image.provenance,
            metadata=metadata,
            rotate=image.rotate,
            crop=Crop(*(each / 1000 for each in image.crop)) if image.crop else None,
            focus=Focus(*geometry.from_thousandths(image.focus)) if image.focus else None,
            variants=tuple(VariantDocument.of(variant, urls[variant.key]) for variant in image.variants),
            sources=sources,
            srcset=sources[-1].srcset if sources else "",
            html=picture(sources, alt=metadata.alt, placeholder=image.placeholder),
            on_demand=OnDemandDocument.of(image, links.on_demand) if links.on_demand else None,
            error=image.error if image.status is Status.FAILED else None,
            execution=image.execution,
        )


class PageDocument(Struct, kw_only=True):
    """One page of images. `next_cursor` is null on the last page.

    A page can have fewer images than requested, or none, without being the last one.
    """

    images: tuple[ImageDocument, ...]
    next_cursor: str | None

    @classmethod
    def of(cls, page: Page, links: Links, cursor_after: Callable[[Image], str]) -> Self:
        """Build the document of one page, which ends early if it would be too large for a response.

        `cursor_after` returns the cursor of the page that begins after an image.
        """
        documents: list[ImageDocument] = []
        size = 0
        for image in page.images:
            document = ImageDocument.of(image, links)
            size += response_size.size_in_response(document)
            if documents and size > response_size.MAX_BYTES:
                return cls(images=tuple(documents), next_cursor=cursor_after(page.images[len(documents) - 1]))
            documents.append(document)
        return cls(images=tuple(documents), next_cursor=page.cursor)


class PresetsDocument(Struct, kw_only=True):
    """The presets, and the names of those used by default.

    Uploads can request the presets with `when: upload`. `on_demand` is what anyone may request of a public
    image, null if nothing but presets.
    """

    presets: tuple[VariantSpec, ...]
    default: tuple[str, ...]
    on_demand: OnDemandPolicy | None

    @classmethod
    def of(cls, presets: Presets) -> Self:
        """Build the document of the configured presets."""
        return cls(presets=presets.presets, default=presets.default, on_demand=presets.on_demand)


class ProblemDocument(Struct, kw_only=True, omit_defaults=True):
    """An error (RFC 9457). `code` is stable; `field` names the invalid part of the request."""

    title: str
    status: int
    detail: str
    code: str
    type: str
    field: str | None = None


class HealthDocument(Struct, kw_only=True):
    """The status of the API, `ok` if it is up, and its version.

    `kernel` says whether images are rendered with the kernel.
    """

    status: str
    version: str
    kernel: bool
