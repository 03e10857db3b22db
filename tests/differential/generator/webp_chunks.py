"""The chunks of WebP files. https://developers.google.com/speed/webp/docs/riff_container"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_ICC, _ALPHA, _EXIF, _ANIMATION = 0x20, 0x10, 0x08, 0x02
Box = tuple[int, int, int, int]


def chunk(kind: bytes, body: bytes) -> bytes:
    """Return a chunk, padded to an even length."""
    return kind + struct.pack("<I", len(body)) + body + bytes(len(body) % 2)


def riff(body: bytes) -> bytes:
    """Return the file that contains these chunks."""
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the name of each chunk of a file, and the whole chunk."""
    at = 12
    while at < len(content):
        (length,) = struct.unpack_from("<I", content, at + 4)
        size = 8 + length + length % 2
        yield content[at : at + 4], content[at : at + size]
        at += size


def _u24(value: int) -> bytes:
    return struct.pack("<I", value)[:3]


@dataclass(frozen=True, slots=True)
class WebpFrame:
    """A bitstream at a box of the canvas. `duration` is in milliseconds."""

    bitstream: bytes
    box: Box
    duration: int = 100
    is_cleared: bool = False
    is_replacing: bool = True
    has_alpha: bool = False

    def chunk(self) -> bytes:
        """Return ANMF."""
        left, top, right, bottom = self.box
        place = _u24(left // 2) + _u24(top // 2) + _u24(right - left - 1) + _u24(bottom - top - 1)
        flags = bytes([self.is_replacing << 1 | self.is_cleared])
        return chunk(b"ANMF", place + _u24(self.duration) + flags + self.bitstream)


@dataclass(frozen=True, slots=True)
class WebpFile:
    """An image or animation with metadata. `plays` is 0 for endless."""

    width: int
    height: int
    frames: Sequence[WebpFrame]
    is_animated: bool = False
    plays: int = 0
    icc: bytes = b""
    exif: bytes = b""

    def content(self) -> bytes:
        """Return the file, in the simple form if that can hold everything."""
        return riff(b"".join(self.parts()))

    def parts(self) -> list[bytes]:
        """Return the chunks in order."""
        images = [frame.chunk() if self.is_animated else frame.bitstream for frame in self.frames]
        has_alpha = any(frame.has_alpha for frame in self.frames)
        flags = (
            (_ICC if self.icc else 0)
            | (_ALPHA if has_alpha else 0)
            | (_EXIF if self.exif else 0)
            | (_ANIMATION if self.is_animated else 0)
        )
        if flags in (0, _ALPHA) and not images[0].startswith(b"ALPH"):
            return images
        extended = chunk(b"VP8X", struct.pack("<I", flags) + _u24(self.width - 1) + _u24(self.height - 1))
        parts = [extended, chunk(b"ICCP", self.icc) if self.icc else b""]
        # A background color that must not show.
        parts += (
            [chunk(b"ANIM", b"\xff\xff\0\xff" + struct.pack("<H", self.plays))] if self.is_animated else []
        )
        return [part for part in [*parts, *images, chunk(b"EXIF", self.exif) if self.exif else b""] if part]
