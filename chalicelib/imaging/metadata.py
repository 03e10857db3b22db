"""What a preset may keep of a picture's metadata: the copyright notice (EXIF tag 0x8298), nothing else."""

from PIL import Image
from PIL.ExifTags import Base

from chalicelib.models import VariantSpec


def copyright_notice(exif: Image.Exif) -> str | None:
    """Return the notice of the source, if it has a readable one."""
    notice = exif.get(Base.Copyright)
    return notice if isinstance(notice, str) and notice.strip("\0 ") else None


def kept(spec: VariantSpec, notice: str | None) -> bytes:
    """Return an EXIF block with what the spec keeps, empty where that is nothing. GIF cannot hold one."""
    if notice is None or "copyright" not in spec.keep:
        return b""
    exif = Image.Exif()
    exif[Base.Copyright] = notice
    return exif.tobytes()
