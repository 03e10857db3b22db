"""Decode the overlays of presets, before they are drawn on images."""

from chalicelib.domain import geometry
from chalicelib.domain.overlay_files import MAX_PIXELS
from chalicelib.domain.preset_settings import shown
from chalicelib.domain.presets import Presets
from chalicelib.errors import ConfigurationError, Rejected
from chalicelib.models import VariantSpec
from chalicelib.ports import ImageEngine

# The best quality reads all pixels of the file.
_WHOLE = VariantSpec(name="whole", width=1, height=1, format="png", quality="best")


def check_overlays(presets: Presets, engine: ImageEngine, source: str) -> None:
    """Check that each overlay is a still image, and not too large. `source` names the presets file in errors.

    Raises ConfigurationError.
    """
    for spec in presets.presets:
        if spec.overlay is not None:
            problem = _problem(presets.overlays[spec.overlay.sha256], engine)
            if problem is not None:
                image = shown(spec.overlay.image)
                raise ConfigurationError(f'{source}: preset "{spec.name}", overlay.image: {image} {problem}')


def _problem(content: bytes, engine: ImageEngine) -> str | None:
    try:
        info = engine.inspect(content)
        if info.width * info.height > MAX_PIXELS:
            return (
                f"has {info.width} x {info.height} pixels; at most {MAX_PIXELS:,} pixels in total are allowed"
            )
        if info.frames > 1:
            return "must be a still image, not an animation"
        engine.render(content, info, geometry.plan(info, [_WHOLE]))
    except Rejected as error:
        return f"cannot be decoded: {error}"
    return None
