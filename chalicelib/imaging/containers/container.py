"""What an image file contains besides its pixels."""

from dataclasses import dataclass, field

from chalicelib.imaging.color.description import ColorDescription


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    """An image file, split into what decoding needs and the metadata that Darkroom reads itself.

    `stream` is the file for the decoder, without metadata. `orientation` (EXIF 1-8) is what remains to be
    applied to the decoded pixels. `exif` is a TIFF structure, `xmp` a packet; both are empty if they are
    missing or unreadable. `plays` is the number of times to play an animation, 0 for endless.
    """

    stream: bytes
    orientation: int = 1
    color: ColorDescription = field(default_factory=ColorDescription)
    exif: bytes = b""
    xmp: bytes = b""
    c2pa: bytes = b""
    frames: int = 1
    plays: int = 0
