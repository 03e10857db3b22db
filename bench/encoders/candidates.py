"""Settings of the encoders to compare, through Pillow or, where Pillow lacks them, through libvips."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from io import BytesIO
from types import MappingProxyType

import pyvips
from msgspec import Struct
from PIL import Image

Encode = Callable[[Image.Image, int], bytes]


class Candidate(Struct, frozen=True):
    """One combination of settings. `encode` takes an image and a quality (1-100)."""

    name: str
    encode: Encode


def _pillow(format_: str, **options: object) -> Candidate:
    def encode(image: Image.Image, quality: int) -> bytes:
        file = BytesIO()
        image.save(file, format_, quality=quality, **options)
        return file.getvalue()

    return Candidate(_named(options.items()), encode)


def _libvips(**options: object) -> Candidate:
    def encode(image: Image.Image, quality: int) -> bytes:
        encoded: bytes = pyvips.Image.new_from_array(image).webpsave_buffer(Q=quality, keep="none", **options)
        return encoded

    return Candidate(f"libvips, {_named(options.items())}", encode)


def _tuned(speed: int, tune: str, **options: object) -> Candidate:
    plain = _pillow("AVIF", speed=speed, max_threads=1, advanced={"tune": tune}, **options)
    return Candidate(_named([("speed", speed), ("tune", tune), *options.items()]), plain.encode)


def _quantized(name: str, table: Sequence[int], subsampling: str = "4:2:0") -> Candidate:
    """Return JPEG with another quantization table, scaled by the quality as libjpeg scales its own."""

    def encode(image: Image.Image, quality: int) -> bytes:
        file = BytesIO()
        scale = 5000 / quality if quality < 50 else 200 - 2 * quality  # noqa: PLR2004 -- libjpeg's formula
        scaled = [min(255, max(1, round((each * scale + 50) // 100))) for each in table]
        image.save(file, "JPEG", qtables=[scaled, scaled], optimize=True, subsampling=subsampling)
        return file.getvalue()

    return Candidate(name, encode)


def _named(options: Iterable[tuple[str, object]]) -> str:
    return ", ".join(f"{name} {value}" for name, value in options if name != "max_threads") or "defaults"


# N. Robidoux' table for luma and chroma, the default of mozjpeg for photos (jcparam.c, table 3).
_ROBIDOUX = (
    *(16, 16, 16, 18, 25, 37, 56, 85),
    *(16, 17, 20, 27, 34, 40, 53, 75),
    *(16, 20, 24, 31, 43, 62, 91, 135),
    *(18, 27, 31, 40, 53, 74, 106, 156),
    *(25, 34, 43, 53, 69, 94, 131, 189),
    *(37, 40, 62, 74, 94, 124, 169, 238),
    *(56, 53, 91, 106, 131, 169, 226, 311),
    *(85, 75, 135, 156, 189, 238, 311, 418),
)

CANDIDATES: Mapping[str, Sequence[Candidate]] = MappingProxyType(
    {
        "jpeg": [
            _pillow("JPEG"),
            _pillow("JPEG", optimize=True),
            _pillow("JPEG", progressive=True),
            _pillow("JPEG", optimize=True, subsampling="4:4:4"),
            _pillow("JPEG", optimize=True, smooth=10),
            _quantized("optimize True, mozjpeg's table", _ROBIDOUX),
            _quantized("optimize True, mozjpeg's table, subsampling 4:4:4", _ROBIDOUX, "4:4:4"),
        ],
        "webp": [
            *(_pillow("WEBP", method=method) for method in range(7)),
            _pillow("WEBP", method=2, alpha_quality=80),
            _libvips(effort=2),
            _libvips(effort=2, smart_subsample=True),
            _libvips(effort=4, smart_subsample=True),
            _libvips(effort=2, preset="photo"),
        ],
        # Pillow's AVIF of stills is tuned for "iq" unless another metric is named.
        "avif": [
            *(_pillow("AVIF", speed=speed, max_threads=1) for speed in range(5, 11)),
            _pillow("AVIF", speed=9, max_threads=1, subsampling="4:4:4"),
            _tuned(9, "ssim"),
            *(_tuned(speed, "ssimulacra2") for speed in range(5, 10)),
            *(_tuned(speed, "ssimulacra2", subsampling="4:4:4") for speed in range(6, 10)),
        ],
    }
)
