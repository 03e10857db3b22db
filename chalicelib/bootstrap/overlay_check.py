"""Decode the overlays of presets, before they are drawn on images."""

from chalicelib.domain.presets import Presets
from chalicelib.errors import ConfigurationError
from chalicelib.imaging.overlays.overlay_images import OverlayImages


def check_overlays(presets: Presets, source: str) -> None:
    """Check that each overlay is an image, and not too large. `source` names the presets file in errors.

    Raises ConfigurationError.
    """
    images = OverlayImages(presets.overlays)
    for spec in presets.presets:
        if spec.overlay is not None:
            try:
                images.get(spec.overlay)
            except ConfigurationError as error:
                raise ConfigurationError(f'{source}: preset "{spec.name}", overlay.image: {error}') from error
