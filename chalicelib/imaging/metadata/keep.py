"""Keep the copyright text (EXIF tag 0x8298) if a preset asks for it. All other metadata is removed."""

from PIL import Image
from PIL.ExifTags import Base

from chalicelib.models import VariantSpec


def read_copyright(block: bytes) -> str | None:
    """Return the source's copyright text, or None if it is missing or not text."""
    exif = Image.Exif()
    exif.load(block)
    copyright_text = exif.get(Base.Copyright)
    return copyright_text if isinstance(copyright_text, str) and copyright_text.strip("\0 ") else None


def exif_to_keep(spec: VariantSpec, copyright_text: str | None) -> bytes:
    """Return the EXIF data that the spec keeps, empty if there is none. GIF does not support EXIF."""
    if copyright_text is None or "copyright" not in spec.keep:
        return b""
    exif = Image.Exif()
    exif[Base.Copyright] = copyright_text
    return exif.tobytes()
