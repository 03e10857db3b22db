"""Score images with SSIMULACRA2 against a reference resized with Lanczos in floating point.

A score of 100 means identical, 90 or more means that the two look the same side by side, and 70 means high
quality. The reference decodes every pixel and resizes gamma-encoded values, as all engines do by default.
Transparent images are composited onto white.
"""

from functools import lru_cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops, ImageCms, ImageOps
from pillow_heif import register_heif_opener
from ssimulacra2 import compute_ssimulacra2

register_heif_opener()


def score(rendered: Path, source: Path) -> float:
    """Compare a rendered image with a reference of the same size."""
    with Image.open(rendered) as image:
        ours = _on_white(image)
    return float(compute_ssimulacra2(_png(reference(source, *ours.size)), _png(ours)))


@lru_cache(maxsize=32)
def reference(source: Path, width: int, height: int) -> Image.Image:
    """Render the reference image: upright, in sRGB, on white."""
    with Image.open(source) as image:
        upright = ImageOps.exif_transpose(image)
    if upright.has_transparency_data:
        return _premultiplied_on_white(_resized(upright.convert("RGBA").convert("RGBa"), (width, height)))
    return _resized(_in_srgb(upright), (width, height))


def _resized(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Resize each band in floating point. Adding 0.5 turns truncation to 8 bits into rounding."""
    bands = [band.convert("F").resize(size, Image.Resampling.LANCZOS) for band in image.split()]
    return Image.merge(image.mode, [band.point(lambda level: level * 1 + 0.5).convert("L") for band in bands])


def _in_srgb(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    if not profile:
        return image.convert("RGB")
    return ImageCms.profileToProfile(  # type: ignore[return-value] # None only with inPlace
        image, ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.createProfile("sRGB"), outputMode="RGB"
    )


def _on_white(image: Image.Image) -> Image.Image:
    if not image.has_transparency_data:
        return image.convert("RGB")
    rgba = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", rgba.size, "white"), rgba).convert("RGB")


def _premultiplied_on_white(image: Image.Image) -> Image.Image:
    *colors, alpha = image.split()
    white = ImageChops.invert(alpha)
    return Image.merge("RGB", [ImageChops.add(color, white) for color in colors])


def _png(image: Image.Image) -> BytesIO:
    encoded = BytesIO()
    image.save(encoded, "PNG", compress_level=0)
    encoded.seek(0)
    return encoded
