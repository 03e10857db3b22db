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


def upright_size(size: tuple[int, int], orientation: int) -> tuple[int, int]:
    """Swap width and height if the orientation rotates by 90 degrees. The function is its own inverse."""
    width, height = size
    return (height, width) if orientation >= 5 else (width, height)  # noqa: PLR2004  5 to 8 rotate by 90 degrees


def upright(image: Image.Image, orientation: int) -> Image.Image:
    """Rotate and mirror the pixels so that the image is upright."""
    method = _METHODS.get(orientation)
    return image.transpose(method) if method is not None else image
