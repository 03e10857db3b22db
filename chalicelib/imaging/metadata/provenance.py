"""Find out what a file says about its origin: how it was made, and who signed it."""

import re

from chalicelib.imaging.containers.container import Container
from chalicelib.imaging.metadata import c2pa, xmp
from chalicelib.models import ContentCredentials, Provenance

# https://cv.iptc.org/newscodes/digitalsourcetype/ and the types that C2PA added.
_IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/"
_SOURCE_TYPE = re.compile(
    r"(https?://(?:cv\.iptc\.org/newscodes|c2pa\.org)/digitalsourcetype/)?([A-Za-z]{1,64})/?"
)
_MAX_GENERATOR = 200


def read(container: Container) -> Provenance | None:
    """Return the digital source type of the XMP or the C2PA manifest, and the manifest's generator.

    If the two types differ, one that stands for AI takes precedence, or else that of the XMP. None if the
    file says nothing.
    """
    manifest = c2pa.read(container.c2pa)
    declared = xmp.read(container.xmp).digital_source_type
    types = _as_url(declared), _as_url(manifest.digital_source_type if manifest else None)
    found = [each for each in types if each]
    source_type = next((each for each in found if c2pa.is_ai(each)), found[0] if found else None)
    if manifest is None and source_type is None:
        return None
    return Provenance(digital_source_type=source_type, content_credentials=_credentials(manifest))


def _credentials(manifest: c2pa.Manifest | None) -> ContentCredentials | None:
    if manifest is None:
        return None
    return ContentCredentials(claim_generator=_printable(manifest.claim_generator))


def _as_url(source_type: str | None) -> str | None:
    """Return the type as a URL of the vocabulary; None if it is another text, which could be anything."""
    found = _SOURCE_TYPE.fullmatch(source_type or "")
    return f"{found[1] or _IPTC}{found[2]}" if found else None


def _printable(text: str | None) -> str | None:
    cleaned = "".join(each for each in text or "" if each.isprintable())
    return cleaned[:_MAX_GENERATOR] or None
