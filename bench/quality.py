"""Score pictures with SSIMULACRA2 against the ideal: every pixel decoded, then Lanczos in floating point.

100 is identical, 90 and above cannot be told apart side by side, 70 is high quality. The reference works on
gamma-encoded values, as do all engines here at their defaults. Transparent pictures are put on white.
"""

from functools import lru_cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops, ImageCms, ImageOps
from ssimulacra2 import compute_ssimulacra2


def score(picture: Path, source: Path) -> float:
    """Compare a finished picture with the reference of its own size."""
    with Image.open(picture) as image:
        ours = _on_white(image)
    return float(compute_ssimulacra2(_png(reference(source, *ours.size)), _png(ours)))


@lru_cache(maxsize=32)
def reference(source: Path, width: int, height: int) -> Image.Image:
    """Render the ideal picture: RGB, upright, sRGB, on white."""
    with Image.open(source) as image:
        upright = ImageOps.exif_transpose(image)
    if upright.has_transparency_data:
        return _premultiplied_on_white(_resized(upright.convert("RGBA").convert("RGBa"), (width, height)))
    return _resized(_in_srgb(upright), (width, height))


def _resized(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Resize each band in floating point; adding a half makes the cut to 8 bits a rounding."""
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
    picture = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture).convert("RGB")


def _premultiplied_on_white(image: Image.Image) -> Image.Image:
    *colours, alpha = image.split()
    white = ImageChops.invert(alpha)
    return Image.merge("RGB", [ImageChops.add(colour, white) for colour in colours])


def _png(image: Image.Image) -> BytesIO:
    encoded = BytesIO()
    image.save(encoded, "PNG", compress_level=0)
    encoded.seek(0)
    return encoded
