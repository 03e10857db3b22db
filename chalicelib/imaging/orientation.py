"""Read and apply the EXIF orientation (Exif 2.32, tag 0x0112)."""

from types import MappingProxyType

from PIL import Image

_METHODS = MappingProxyType(
    {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_270,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_90,
    }
)


Box = tuple[int, int, int, int]

_MIRRORED_ACROSS, _MIRRORED_DOWN, _SWAPPED = (2, 3, 6, 7), (3, 4, 7, 8), (5, 6, 7, 8)


def upright_size(size: tuple[int, int], orientation: int) -> tuple[int, int]:
    """Swap width and height if the orientation rotates by 90 degrees. The function is its own inverse."""
    width, height = size
    return (height, width) if orientation in _SWAPPED else (width, height)


def stored_box(box: Box, size: tuple[int, int], orientation: int) -> Box:
    """Return where a box (left, top, right, bottom) of an upright image of this size is in the stored one."""
    left, top, right, bottom = box
    if orientation in _MIRRORED_ACROSS:
        left, right = size[0] - right, size[0] - left
    if orientation in _MIRRORED_DOWN:
        top, bottom = size[1] - bottom, size[1] - top
    return (top, left, bottom, right) if orientation in _SWAPPED else (left, top, right, bottom)


def upright(image: Image.Image, orientation: int) -> Image.Image:
    """Rotate and mirror the pixels so that the image is upright."""
    method = _METHODS.get(orientation)
    return image.transpose(method) if method is not None else image
