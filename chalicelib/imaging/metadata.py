"""What a preset may keep of an image's metadata: the copyright text (EXIF tag 0x8298), nothing else."""

from PIL import Image
from PIL.ExifTags import Base

from chalicelib.models import VariantSpec


def read_copyright(exif: Image.Exif) -> str | None:
    """Return the copyright_text of the source, if it has a readable one."""
    copyright_text = exif.get(Base.Copyright)
    return copyright_text if isinstance(copyright_text, str) and copyright_text.strip("\0 ") else None


def exif_to_keep(spec: VariantSpec, copyright_text: str | None) -> bytes:
    """Return an EXIF block with what the spec keeps, empty where that is nothing. GIF cannot hold one."""
    if copyright_text is None or "copyright" not in spec.keep:
        return b""
    exif = Image.Exif()
    exif[Base.Copyright] = copyright_text
    return exif.tobytes()
