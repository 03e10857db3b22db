"""Choose the metadata that a variant keeps. All other metadata is removed."""

from dataclasses import dataclass

from chalicelib.imaging.containers.container import Container
from chalicelib.imaging.metadata import exif, provenance, xmp, xmp_packet
from chalicelib.imaging.metadata.xmp import Xmp
from chalicelib.models import VariantSpec


@dataclass(frozen=True, slots=True)
class Metadata:
    """Metadata blocks to write to a variant, each empty if there is none. GIF supports neither."""

    exif: bytes = b""
    xmp: bytes = b""


class SourceMetadata:
    """The metadata of a source that presets can keep."""

    def __init__(self, container: Container) -> None:
        self._copyright = exif.copyright_text(container.exif)
        self._xmp = xmp.read(container.xmp)
        found = provenance.read(container)
        self._source_type = found.digital_source_type if found else None

    def kept(self, spec: VariantSpec) -> Metadata:
        """Return what the spec keeps: EXIF with the copyright, and XMP with provenance and rights."""
        return Metadata(exif=self._exif(spec), xmp=xmp_packet.write(self._properties(spec)))

    def _exif(self, spec: VariantSpec) -> bytes:
        if self._copyright is None or "copyright" not in spec.keep:
            return b""
        return exif.with_copyright(self._copyright)

    def _properties(self, spec: VariantSpec) -> Xmp:
        rights = self._xmp if "rights" in spec.keep else Xmp()
        return Xmp(
            digital_source_type=self._source_type if "provenance" in spec.keep else None,
            rights=rights.rights,
            credit=rights.credit,
            web_statement=rights.web_statement,
        )
