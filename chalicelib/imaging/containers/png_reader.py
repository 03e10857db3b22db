"""Separate what decoding a PNG needs from its metadata. The input is untrusted.

How other decoders treat invalid chunks was tested with Chromium and libvips. Where they differ, metadata
counts as in Chromium, and image data as in libvips: its checksums do not matter, nor what is between its
chunks. Of the other types, the first valid chunk counts.
"""

from chalicelib.errors import CorruptImage, UnsupportedFormat
from chalicelib.imaging.containers import png_animation, png_color, png_metadata
from chalicelib.imaging.containers.png_chunks import (
    SIGNATURE,
    chunk,
    chunks,
    data_of,
    is_ancillary,
    is_intact,
)
from chalicelib.imaging.containers.png_stream import PngStream

_LENGTHS = {**png_metadata.LENGTHS, **png_color.LENGTHS}
_ALSO_AFTER_PIXELS = {*png_metadata.TEXTS, b"caBX"}
_HEADER_LENGTH, _COLOR_TYPE = 13, 9
_PALETTE, _MAX_COLORS = 3, 256
# The length of tRNS by color type, without a palette.
_TRANSPARENCY_LENGTHS = {0: 2, 2: 6}


class PngReader:
    """The parts of a PNG. Raises CorruptImage, UnsupportedFormat.

    `stream` is the file for the decoder: the critical chunks, tRNS, and the sound chunks of an animation. A
    file of nothing but IHDR, pixels and an animation is not copied.
    `found` has the data of these and the other chunks that Darkroom reads, by type.
    """

    def __init__(self, content: bytes) -> None:
        walk = chunks(content)
        kind, first = next(walk, (b"", memoryview(b"")))
        header = _header(kind, first)
        self.found: dict[bytes, memoryview] = {b"IHDR": header}
        self._color_type = header[_COLOR_TYPE]
        self._animation = png_animation.AnimationChunks(header)
        self._animation_header: list[memoryview] = []
        self._stream: PngStream | None = None
        is_stream, size = True, len(SIGNATURE) + len(first)
        for kind, each in walk:
            is_stream = self._take(kind, each) and is_stream
            size += len(each)
        if self._stream is None:
            raise _damaged("it has no image data")
        is_stream = is_stream and kind == b"IEND" and size == len(content)
        is_stream = is_stream and not self._stream.has_small_chunks
        self.stream: bytes = content if is_stream else self._stream.finish()

    def _take(self, kind: bytes, chunk: memoryview) -> bool:
        """Read a chunk. Return whether it can be in the stream as it is."""
        if kind == b"IDAT":
            self._stream = self._stream or self._started()
            return self._stream.add_pixels(data_of(chunk))
        if kind in png_animation.KINDS:
            return self._take_animation(kind, chunk)
        if is_ancillary(kind):
            if self._is_wanted(kind, data_of(chunk)) and is_intact(chunk):
                self.found[kind] = data_of(chunk)
        elif self._stream is None and kind != b"IEND":
            _check_critical(kind, chunk)
            self.found.setdefault(kind, data_of(chunk))
        return kind == b"IEND" and is_intact(chunk)

    def _take_animation(self, kind: bytes, chunk: memoryview) -> bool:
        if not self._animation.keeps(kind, chunk, after_pixels=self._stream is not None):
            return False
        if self._stream is None:
            self._animation_header.append(chunk)
        else:
            self._stream.add(chunk)
        return True

    def _is_wanted(self, kind: bytes, data: memoryview) -> bool:
        if kind in self.found or (self._stream is not None and kind not in _ALSO_AFTER_PIXELS):
            return False
        if kind == b"tRNS":
            return self._is_transparency(data)
        if kind in png_metadata.TEXTS and not png_metadata.is_xmp(data):
            return False
        return len(data) in _LENGTHS.get(kind, ())

    def _is_transparency(self, data: memoryview) -> bool:
        """Return whether tRNS has enough bytes and, with a palette, comes after it."""
        if self._color_type == _PALETTE:
            return b"PLTE" in self.found and 0 < len(data) <= _MAX_COLORS
        return len(data) >= _TRANSPARENCY_LENGTHS.get(self._color_type, len(data) + 1)

    def _started(self) -> PngStream:
        """Return the stream with all chunks before the image data."""
        shared = [chunk(b"IHDR", self.found[b"IHDR"])]
        if self._color_type == _PALETTE:
            shared.append(chunk(b"PLTE", _palette(self.found.get(b"PLTE", memoryview(b"")))))
        if b"tRNS" in self.found:
            shared.append(chunk(b"tRNS", self.found[b"tRNS"][: _TRANSPARENCY_LENGTHS.get(self._color_type)]))
        return PngStream(*shared, *self._animation_header)


def _header(kind: bytes, chunk: memoryview) -> memoryview:
    """Return the data of the first chunk, which must be IHDR."""
    if kind and not is_ancillary(kind):
        _check_critical(kind, chunk)
    if kind != b"IHDR" or len(data_of(chunk)) != _HEADER_LENGTH:
        raise _damaged("it has no header")
    return data_of(chunk)


def _check_critical(kind: bytes, chunk: memoryview) -> None:
    """Raise CorruptImage or UnsupportedFormat, unless this is a sound chunk of a known type.

    Any other type can change what the pixels mean, as CgBI does, which Apple's tools add.
    """
    if not is_intact(chunk):
        raise _damaged(f"its {ascii(kind)[2:-1]} chunk is broken")
    if kind not in (b"IHDR", b"PLTE"):
        raise UnsupportedFormat(
            f"The file uses an unsupported extension of PNG ({ascii(kind)[2:-1]}); save it as a plain PNG"
        )


def _palette(colors: memoryview) -> memoryview:
    """Return only whole colors, at most 256. Raises CorruptImage if there are none."""
    count = min(len(colors) // 3, _MAX_COLORS)
    if not count:
        raise _damaged("it has no palette")
    return colors[: 3 * count]


def _damaged(reason: str) -> CorruptImage:
    return CorruptImage(f"The image is damaged and cannot be decoded: {reason}")
