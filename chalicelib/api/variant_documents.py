"""The JSON documents of variants, and of variants on demand."""

from typing import Self

from msgspec import Struct

from chalicelib.domain.on_demand.urls import OnDemandUrls
from chalicelib.models import Image, Variant


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


class OnDemandPresetDocument(Struct, kw_only=True):
    """A preset that is rendered when its `url` is requested for the first time."""

    name: str
    url: str


class OnDemandDocument(Struct, kw_only=True):
    """Where an image's variants on demand are.

    `url` is a template: replace `{operations}` with operations such as `w_640` or `w_640,h_360,f_webp`. What
    the policy in the presets file does not allow needs a signature in the parameter `s`. All URLs stay valid
    as long as the image exists.
    """

    url: str
    presets: tuple[OnDemandPresetDocument, ...]

    @classmethod
    def of(cls, image: Image, urls: OnDemandUrls) -> Self | None:
        """Build the document, or return None if the image has no variants on demand."""
        template = urls.template(image)
        if template is None:
            return None
        presets = (OnDemandPresetDocument(name=name, url=url) for name, url in urls.of_presets(image))
        return cls(url=template, presets=tuple(presets))
