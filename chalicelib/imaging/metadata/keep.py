"""Choose the metadata that a variant keeps. All other metadata is removed."""

from typing import Any

from msgspec import Struct
from PIL.PngImagePlugin import PngInfo

from chalicelib.imaging.containers.container import Container
from chalicelib.imaging.metadata import exif, xmp
from chalicelib.imaging.metadata.xmp import Xmp
from chalicelib.models import Format, Provenance, VariantSpec


class Metadata(Struct, frozen=True):
    """Metadata blocks to write to a variant, each empty if there is none. GIF supports neither."""

    exif: bytes = b""
    xmp: bytes = b""


class SourceMetadata:
    """The metadata of a source that presets can keep."""

    def __init__(self, container: Container, provenance: Provenance | None) -> None:
        self._container = container
        self._source_type = provenance.digital_source_type if provenance else None

    def kept(self, spec: VariantSpec) -> Metadata:
        """Return what the spec keeps: EXIF with the copyright, and XMP with provenance and rights."""
        return Metadata(exif=self._exif(spec), xmp=xmp.write(self._properties(spec)))

    def _exif(self, spec: VariantSpec) -> bytes:
        text = exif.copyright_text(self._container.exif) if "copyright" in spec.keep else None
        return exif.with_copyright(text) if text else b""

    def _properties(self, spec: VariantSpec) -> Xmp:
        rights = xmp.read(self._container.xmp) if "rights" in spec.keep else Xmp()
        return Xmp(
            digital_source_type=self._source_type if "provenance" in spec.keep else None,
            rights=rights.rights,
            credit=rights.credit,
            web_statement=rights.web_statement,
        )


def metadata_options(format_: Format, kept: Metadata) -> dict[str, Any]:
    """Return the options of `Image.save` that write the metadata, whose names differ. GIF supports none."""
    if format_ == "gif":
        return {}
    options: dict[str, Any] = {"exif": kept.exif} if kept.exif else {}
    if kept.xmp and format_ == "png":
        options["pnginfo"] = _png_text(kept.xmp)
    elif kept.xmp:
        options["xmp"] = kept.xmp
    return options


def _png_text(xmp: bytes) -> PngInfo:
    """Return the iTXt chunk that XMP is stored in (https://www.w3.org/TR/png-3/#11iTXt)."""
    info = PngInfo()
    info.add_itxt("XML:com.adobe.xmp", xmp.decode())
    return info
