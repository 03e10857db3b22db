"""Encode HEIC with pillow-heif, which contains x265. Only the benchmark's own environment has it."""

from pathlib import Path

from PIL import Image

# 12 MP take about 3 MB, as in photos of phones, and 20 seconds.
_OPTIONS = {"quality": 60, "enc_params": {"preset": "superfast"}}


def save(image: Image.Image, path: Path) -> None:
    """Save an RGB image with 8 bits per channel."""
    import pillow_heif  # noqa: PLC0415  see above

    pillow_heif.from_pillow(image).save(path, **_OPTIONS)


def save_ten_bits(image: Image.Image, path: Path) -> None:
    """Save an RGB image with 10 bits per channel, as cameras do for HDR."""
    import pillow_heif  # noqa: PLC0415  see above

    samples = image.tobytes()
    # A byte twice is the same level in 16 bits.
    doubled = bytearray(2 * len(samples))
    doubled[::2] = doubled[1::2] = samples
    pillow_heif.from_bytes("RGB;16", image.size, bytes(doubled)).save(path, **_OPTIONS)
