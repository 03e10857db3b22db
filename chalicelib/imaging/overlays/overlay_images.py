"""Decode the overlays, each once for the lifetime of the engine."""

from collections.abc import Mapping
from functools import lru_cache

from PIL import Image

from chalicelib.domain.overlay_files import MAX_PIXELS
from chalicelib.errors import ConfigurationError, Rejected, TooComplex
from chalicelib.imaging.decoding.decode import decode
from chalicelib.imaging.decoding.decode_size import TargetSize
from chalicelib.imaging.decoding.decoder_errors import decoding
from chalicelib.imaging.format_detection import detect_format
from chalicelib.imaging.pyramid import Pyramid
from chalicelib.imaging.source import open_source, read_info
from chalicelib.models import Overlay

# Decoded overlays that are kept, each with up to 16 MB: MAX_PIXELS of 4 bytes.
_KEPT = 4
_ONE_FRAME = 1


class OverlayImages:
    """The overlays that the presets use, by the SHA-256 of their files in hexadecimal."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files
        self._kept = lru_cache(maxsize=_KEPT)(self._decoded)

    def get(self, overlay: Overlay) -> Image.Image:
        """Return the overlay's image at its full size: sRGB in mode RGBA, which must not be changed.

        Raises ConfigurationError if there is no such file, or if it cannot be decoded.
        """
        if overlay.sha256 not in self._files:
            raise ConfigurationError(f'The overlay "{overlay.image}" was not loaded with the presets')
        try:
            return self._kept(overlay.sha256)
        except Rejected as error:
            raise ConfigurationError(f'The overlay "{overlay.image}" cannot be used: {error}') from error

    def _decoded(self, sha256: str) -> Image.Image:
        content = self._files[sha256]
        name = detect_format(content)
        with decoding():
            source = open_source(content, name, _ONE_FRAME)
            info = read_info(source, name)
            if info.width * info.height > MAX_PIXELS:
                raise TooComplex(f"An overlay can have at most {MAX_PIXELS:,} pixels")
            size = info.width, info.height
            pyramid = Pyramid(
                decode(source, TargetSize(size, best=True)), info.orientation, source.container.color
            )
            return pyramid.at(*size).convert("RGBA")
