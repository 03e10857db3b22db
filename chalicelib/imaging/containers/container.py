"""What an image file contains besides its pixels."""

from msgspec import Struct, field

from chalicelib.imaging.color.description import ColorDescription


class Container(Struct, frozen=True, kw_only=True):
    """An image file, split into what decoding needs and the metadata that Darkroom reads itself.

    `stream` is the file for the decoder, without metadata. `crop` (left, top, right, bottom) and then
    `orientation` (EXIF 1-8) are what remains to be applied to the decoded pixels. `exif` is a TIFF
    structure, `xmp` a packet, `c2pa` a manifest store (JUMBF boxes); each is empty if it is missing,
    unreadable or too large (see metadata_limits.py). `plays` is the number of times to play an animation, 0
    for endless. `planes` is the number of bytes per pixel that a HEIF decoder needs for the coded planes.
    `coded` is the number of pixels that it decodes for each pixel of the image.
    `scans` is the number of times that a JPEG decoder visits the pixels, `is_arithmetic` whether it is slow.
    """

    stream: bytes
    crop: tuple[int, int, int, int] | None = None
    orientation: int = 1
    color: ColorDescription = field(default_factory=ColorDescription)
    exif: bytes = b""
    xmp: bytes = b""
    c2pa: bytes = b""
    frames: int = 1
    plays: int = 0
    planes: float = 0
    coded: float = 1
    scans: int = 1
    is_arithmetic: bool = False
