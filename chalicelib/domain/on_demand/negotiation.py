"""Choose the format of a file by what a browser accepts. Pure."""

import re
from collections.abc import Collection, Iterable
from typing import TypeVar

from chalicelib.models import NamedPreset, OnDemandPolicy, Operations, RenditionFormat, VariantSpec

# The smallest files first. https://developer.mozilla.org/en-US/docs/Web/Media/Guides/Formats/Image_types
_IF_ACCEPTED: tuple[RenditionFormat, ...] = ("avif", "webp")
# The order in which formats stand in for those: JPEG first, since most images are photos.
_OTHERWISE: tuple[RenditionFormat, ...] = ("jpeg", "png", "gif", "webp", "avif")
# A quality value of 0: https://www.rfc-editor.org/rfc/rfc9110.html#section-12.4.2
_NOT_ACCEPTED = re.compile(r";[ \t]*q=0(\.0{0,3})?[ \t]*(;|$)")
MAX_ACCEPT = 1_000
"""Characters of an `Accept` header that are read."""

F = TypeVar("F", bound=RenditionFormat)


def negotiated(accept: str, formats: Collection[F]) -> F:
    """Return the format for a browser that sends this `Accept` header.

    It must name AVIF or WebP: wildcards do not count, since programs that send them may not decode either.
    """
    accepted = [each for each in _IF_ACCEPTED if each in formats and _accepts(accept, f"image/{each}")]
    order: Iterable[RenditionFormat] = (*accepted, *_OTHERWISE)
    return next(each for candidate in order for each in formats if each == candidate)


def preset_formats(spec: VariantSpec) -> tuple[RenditionFormat, ...]:
    """Return the formats of a preset that is rendered on demand. None of them is `source`."""
    return tuple(each for each in spec.formats or (spec.format,) if each != "source")


def formats_for(
    operations: Operations, policy: OnDemandPolicy, spec: VariantSpec | None
) -> tuple[RenditionFormat, ...]:
    """Return the formats that operations without a format can have. `spec` is that of their preset."""
    return preset_formats(spec) if isinstance(operations, NamedPreset) and spec else policy.formats


def _accepts(accept: str, content_type: str) -> bool:
    for entry in accept[:MAX_ACCEPT].lower().split(","):
        name, separator, parameters = entry.partition(";")
        if name.strip(" \t") == content_type:
            return _NOT_ACCEPTED.search(separator + parameters) is None
    return False
