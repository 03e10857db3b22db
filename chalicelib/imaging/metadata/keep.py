"""Keep the copyright text (EXIF tag 0x8298) if a preset asks for it. All other metadata is removed."""

from PIL import Image
from PIL.ExifTags import Base

from chalicelib.imaging.metadata import exif
from chalicelib.models import VariantSpec


def read_copyright(block: bytes) -> str | None:
    """Return the source's copyright text, or None if it is missing or not text."""
    return exif.copyright_text(block)


def exif_to_keep(spec: VariantSpec, copyright_text: str | None) -> bytes:
    """Return the EXIF data that the spec keeps, empty if there is none. GIF does not support EXIF."""
    if copyright_text is None or "copyright" not in spec.keep:
        return b""
    tags = Image.Exif()
    tags[Base.Copyright] = copyright_text
    return tags.tobytes()
