"""Score images with SSIMULACRA2 against a reference resized with Lanczos in floating point.

A score of 100 means identical, 90 or more means that the two look the same side by side, and 70 means high
quality. The reference decodes every pixel and resizes gamma-encoded values, as all engines do by default.
Transparent images are composited onto white.
"""

from functools import lru_cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops, ImageCms, ImageOps, ImageSequence
from pillow_heif import register_heif_opener
from ssimulacra2 import compute_ssimulacra2

register_heif_opener()

_BLOCK = 8


def score(rendered: bytes, source: Path) -> float:
    """Compare a rendered image with a reference of the same size."""
    with Image.open(BytesIO(rendered)) as image:
        ours = _on("white", image)
    return _ssimulacra2(reference(source, *ours.size), ours)


def difference(image: Image.Image, encoded: bytes) -> float:
    """Score an encoded file against its image. With alpha, return the lower score of white and black."""
    with Image.open(BytesIO(encoded)) as opened:
        decoded = opened.convert(image.mode)
    grounds = ("white", "black") if image.has_transparency_data else ("white",)
    return min(_ssimulacra2(_on(ground, image), _on(ground, decoded)) for ground in grounds)


def largest_error(made: Image.Image, source: Image.Image) -> int:
    """Return the largest error of the mean color of 8 x 8 pixels in any frame and channel, in levels of 255.

    Means ignore dithering, but not a wrong color. Each frame is compared with the source's, scaled like a
    reference. Raises ValueError if the numbers of frames differ.
    """
    frames = zip(ImageSequence.Iterator(made), ImageSequence.Iterator(source), strict=True)
    return max(_error_of_means(_on("white", ours), _on("white", theirs)) for ours, theirs in frames)


def _error_of_means(made: Image.Image, source: Image.Image) -> int:
    wanted = _resized(source, made.size)
    extrema = ImageChops.difference(made.reduce(_BLOCK), wanted.reduce(_BLOCK)).getextrema()
    return max(high for _, high in extrema)  # type: ignore[misc]  # one pair per channel


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


def _on(ground: str, image: Image.Image) -> Image.Image:
    if not image.has_transparency_data:
        return image.convert("RGB")
    rgba = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", rgba.size, ground), rgba).convert("RGB")


def _premultiplied_on_white(image: Image.Image) -> Image.Image:
    *colors, alpha = image.split()
    white = ImageChops.invert(alpha)
    return Image.merge("RGB", [ImageChops.add(color, white) for color in colors])


def _ssimulacra2(wanted: Image.Image, made: Image.Image) -> float:
    files = BytesIO(), BytesIO()
    for image, file in zip((wanted, made), files, strict=True):
        image.save(file, "PNG", compress_level=0)
    return float(compute_ssimulacra2(*files))
