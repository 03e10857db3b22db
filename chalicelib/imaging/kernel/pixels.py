"""Find the memory of Pillow's pixels, so that the kernel reads and writes them without a copy.

Pillow exports it by Arrow's C data interface: https://arrow.apache.org/docs/format/CDataInterface.html
It keeps an image in blocks of 16 MB, or of one row if that is more, and exports only images of one block.
"""

import ctypes
from collections.abc import Callable
from typing import Final

from msgspec import Struct
from msgspec.structs import replace
from PIL import Image

from chalicelib.imaging.kernel import library

# Bytes per pixel. Pillow pads RGB to four bytes.
PIXEL_SIZES: Final = {"L": 1, "RGB": 4, "RGBX": 4, "RGBA": 4, "RGBa": 4, "CMYK": 4}


class _Array(ctypes.Structure):
    """ArrowArray of the C data interface."""


_Array._fields_ = (
    ("length", ctypes.c_int64),
    ("null_count", ctypes.c_int64),
    ("offset", ctypes.c_int64),
    ("n_buffers", ctypes.c_int64),
    ("n_children", ctypes.c_int64),
    ("buffers", ctypes.POINTER(ctypes.c_void_p)),
    ("children", ctypes.POINTER(ctypes.POINTER(_Array))),
    ("dictionary", ctypes.c_void_p),
    ("release", ctypes.c_void_p),
    ("private_data", ctypes.c_void_p),
)

_pointer_of: Callable[[object, bytes], int] = ctypes.PYFUNCTYPE(
    ctypes.c_void_p, ctypes.py_object, ctypes.c_char_p
)(("PyCapsule_GetPointer", ctypes.pythonapi))


class Memory(Struct, frozen=True):
    """The pixels of an image, in rows of `stride` bytes. The memory is valid as long as this object exists.

    The capsule holds a reference to the image's memory, and calls Arrow's release when it is deleted.
    """

    address: int
    length: int
    stride: int
    _capsule: object

    @property
    def data(self) -> "ctypes._Pointer[ctypes.c_uint8]":
        """The address as an argument for the kernel."""
        return ctypes.cast(self.address, library.BYTES)

    def rows_from(self, top: int) -> "Memory":
        """Return the rows from `top` on."""
        before = top * self.stride
        return replace(self, address=self.address + before, length=self.length - before)


def memory(image: Image.Image) -> Memory | None:
    """Return the memory of an image's pixels, or None if its rows are not next to each other.

    A caller may write to it only if the image is new and no one else has seen it. Raises ValueError for other
    modes than those of PIXEL_SIZES.
    """
    if image.mode not in PIXEL_SIZES:
        raise ValueError(f"Images in mode {image.mode} have no layout that the kernel knows")
    stride = image.width * PIXEL_SIZES[image.mode]
    try:
        _, capsule = image.__arrow_c_array__()
    except ValueError:
        return None
    array = ctypes.cast(_pointer_of(capsule, b"arrow_array"), ctypes.POINTER(_Array)).contents
    values = array.children[0].contents if array.n_children else array
    address = values.buffers[1]
    if not address or values.offset or values.length != stride * image.height:
        return None
    return Memory(address, values.length, stride, capsule)
