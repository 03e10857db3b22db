"""Undo the filters of PNG's rows.

Filters: https://www.w3.org/TR/png-3/#9Filters
"""

import ctypes
from typing import Final

from chalicelib.imaging.kernel import library

# How many rows the kernel undoes the filters of at once, if there are as many.
ROWS_AT_ONCE: Final = 4
_MAX_PIXEL_SIZE = 8


class Unfilter:
    """Undoes the filters of an image's rows, from top to bottom.

    `row_size` is in bytes, without the byte that tells the filter. `pixel_size` is in bytes, too; smaller
    pixels count as 1.
    """

    def __init__(self, kernel: ctypes.CDLL, row_size: int, pixel_size: int) -> None:
        if not 1 <= pixel_size <= _MAX_PIXEL_SIZE or row_size < 1 or row_size % pixel_size:
            raise ValueError(f"Rows of {row_size} bytes cannot have pixels of {pixel_size} bytes")
        self._kernel = kernel
        self._row_size, self._pixel_size = row_size, pixel_size
        # The row above, zeros for the first row, and the next rows.
        self._rows = bytearray(row_size)

    @property
    def filtered_size(self) -> int:
        """The bytes of a row with that of its filter."""
        return self._row_size + 1

    def undo(self, filtered: bytes) -> memoryview:
        """Return the bytes of the next rows, which are valid until the next call.

        `filtered` are whole rows, each after the number of its filter. Raises ValueError if they are not, and
        for a filter that PNG does not have.
        """
        count, rest = divmod(len(filtered), self.filtered_size)
        if rest:
            raise ValueError(f"{len(filtered)} bytes are not whole rows of {self.filtered_size} bytes")
        size = (count + 1) * self._row_size
        if size > len(self._rows):
            self._rows = self._rows[: self._row_size] + bytearray(count * self._row_size)
        status = self._kernel.darkroom_unfilter(
            *(ctypes.cast(ctypes.c_char_p(filtered), library.BYTES), len(filtered)),
            *((ctypes.c_uint8 * size).from_buffer(self._rows), size),
            *(self._row_size, self._pixel_size),
        )
        library.check(status)
        view = memoryview(self._rows)
        view[: self._row_size] = view[count * self._row_size : size]
        return view[self._row_size : size]
