"""Find out whether colors are gray."""

from PIL import Image, ImageChops


def is_gray(image: Image.Image) -> bool:
    """Return whether red, green and blue are the same everywhere in an RGB or RGBA image."""
    red, green, blue = image.split()[:3]
    return not (ImageChops.difference(red, green).getbbox() or ImageChops.difference(green, blue).getbbox())
