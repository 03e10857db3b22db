"""Read PNG with ISA-L instead of zlib, and with the kernel.

Pillow does not let you choose the decompressor, so this decompresses the data, undoes the filters of the
rows, and passes pixels to Pillow. Without the kernel, and for interlaced images, it passes a zlib stream of
stored blocks (RFC 1950, RFC 1951 section 3.2.4) to Pillow's decoder, which only has to copy them.
"""

from collections.abc import Iterator

from PIL.PngImagePlugin import PngImageFile

from chalicelib.imaging.decoding.png_inflate import STEP, Inflate

_MAX_STORED = 0xFFFF
_HEADER = b"\x78\x01"


class InflatingPngFile(PngImageFile):
    """A PNG reader that decompresses the data with ISA-L before Pillow decodes it."""

    def load_prepare(self) -> None:
        """Start decompressing. Pillow calls this before the first `load_read`."""
        # The kernel needs ctypes, which cold starts do not load.
        from chalicelib.imaging.decoding.png_rows import PngRows, unfilter_for  # noqa: PLC0415

        super().load_prepare()
        self._inflate = Inflate()
        self._opening = _HEADER
        self._rows: PngRows | None = None
        if unfilter := unfilter_for(self):
            tile = self.tile[0]
            assert tile.extents is not None  # noqa: S101  see png_rows.py
            self._rows = PngRows(unfilter, height=tile.extents[3] - tile.extents[1])
            self.tile = [tile._replace(codec_name="raw", args=(tile.args, 0, 1))]

    def load_read(self, read_bytes: int) -> bytes:
        """Return the next rows, or part of the stream of stored blocks, empty at the end of the data.

        The stream has no last block. Pillow would accept it before the last row, and does not need it after
        that.
        """
        if self._rows:
            rows = b""
            while not rows and (inflated := self._inflated(read_bytes)):
                rows = bytes(self._rows.add(inflated))
            return rows
        inflated = self._inflated(read_bytes)
        opening, self._opening = self._opening, b""
        return opening + b"".join(_stored_blocks(inflated)) if inflated else b""

    def _inflated(self, read_bytes: int) -> bytes:
        """Return the next decompressed bytes, empty at the end of the data."""
        inflated = b""
        while not inflated and not self._inflate.eof:
            deflated = super().load_read(min(read_bytes, STEP))
            if not deflated:
                return b""
            inflated = self._inflate.decompress(deflated)
        return inflated


def _stored_blocks(inflated: bytes) -> Iterator[bytes]:
    for at in range(0, len(inflated), _MAX_STORED):
        block = inflated[at : at + _MAX_STORED]
        yield b"\x00" + len(block).to_bytes(2, "little") + (len(block) ^ _MAX_STORED).to_bytes(2, "little")
        yield block
