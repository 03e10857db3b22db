"""Settings of the encoders to compare, through Pillow or, where Pillow lacks them, through libvips."""

from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from types import MappingProxyType

import pyvips
from msgspec import Struct
from PIL import Image

from chalicelib.imaging.encoding import jpeg_tables

Encode = Callable[[Image.Image, int], bytes]


class Candidate(Struct, frozen=True):
    """One combination of settings. `encode` takes an image and a quality (1-100)."""

    name: str
    encode: Encode


def _pillow(format_: str, **options: object) -> Candidate:
    return Candidate(
        _named(options), lambda image, quality: _saved(image, format_, quality=quality, **options)
    )


def _with_mozjpegs_table(image: Image.Image, quality: int) -> bytes:
    """Encode with a table for brightness and one for color, as mozjpeg does, although both are the same."""
    return _saved(image, "JPEG", qtables=2 * jpeg_tables.of_quality(quality), optimize=True)


def _saved(image: Image.Image, format_: str, **options: object) -> bytes:
    file = BytesIO()
    # Of these formats, only AVIF has threads.
    image.save(file, format_, max_threads=1, **options)
    return file.getvalue()


def _libvips(**options: object) -> Candidate:
    def encode(image: Image.Image, quality: int) -> bytes:
        encoded: bytes = pyvips.Image.new_from_array(image).webpsave_buffer(Q=quality, keep="none", **options)
        return encoded

    return Candidate(f"libvips, {_named(options)}", encode)


def _named(options: Mapping[str, object]) -> str:
    return ", ".join(f"{name} {value}" for name, value in options.items())


CANDIDATES: Mapping[str, Sequence[Candidate]] = MappingProxyType(
    {
        "jpeg": [
            _pillow("JPEG", optimize=True),
            _pillow("JPEG", progressive=True),
            _pillow("JPEG", optimize=True, subsampling="4:4:4"),
            Candidate("optimize True, mozjpeg's table", _with_mozjpegs_table),
        ],
        "webp": [
            *(_pillow("WEBP", method=method) for method in range(7)),
            _libvips(effort=2, smart_subsample=True),
            _libvips(effort=4, smart_subsample=True),
            _libvips(effort=2, preset="photo"),
        ],
        # Pillow's AVIF of stills is tuned for "iq" unless another metric is named.
        "avif": [
            *(_pillow("AVIF", speed=speed) for speed in range(5, 11)),
            _pillow("AVIF", speed=9, subsampling="4:4:4"),
            *(
                _pillow("AVIF", speed=speed, subsampling=subsampling, advanced={"tune": "ssimulacra2"})
                for subsampling in ("4:2:0", "4:4:4")
                for speed in range(5, 10)
            ),
        ],
    }
)
