"""Pass metadata to Pillow's encoders, which take it under different names."""

from typing import Any

from PIL.PngImagePlugin import PngInfo

from chalicelib.imaging.metadata.keep import Metadata
from chalicelib.models import Format


def metadata_options(format_: Format, kept: Metadata) -> dict[str, Any]:
    """Return the options of `Image.save` that write the metadata. GIF supports none."""
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
