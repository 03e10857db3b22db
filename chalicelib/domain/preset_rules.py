"""Rules about settings of a preset that depend on each other."""

from collections.abc import Callable, Mapping
from typing import Any

from chalicelib.models import VariantSpec

# The fits that fill a box of two sides. For the others, one side is enough.
WITH_BOX = ("cover", "contain", "fill")
# The positions that look for a subject, which only a crop can keep.
FOUND = ("attention", "face")
# With other fits, nothing is cropped or padded. `entropy` was accepted with all of them, and still is.
WITH_POSITION = ("cover", "contain")
ANYWHERE = ("center", "entropy")

Preset = Mapping[str, Any]


def mistake_in(preset: Preset) -> str | None:
    """Return which settings contradict each other, as the part of an error that follows the preset's name.

    Each setting alone must be valid.
    """
    found = (rule(preset) for rule in _RULES)
    return next((f", {mistake}" for mistake in found if mistake is not None), None)


def _sides(preset: Preset) -> str | None:
    missing = [side for side in ("width", "height") if side not in preset]
    fit = _fit(preset)
    if len(missing) > 1:
        return "width: is missing; give a width, a height or both"
    if missing and fit in WITH_BOX:
        return f'{missing[0]}: is missing; the fit "{fit}" needs a width and a height'
    return None


def _position(preset: Preset) -> str | None:
    position, fit = preset.get("position", "center"), _fit(preset)
    if position in FOUND and fit != "cover":
        return f'position: "{position}" needs the fit "cover", not "{fit}"'
    if position not in ANYWHERE and fit not in WITH_POSITION:
        return f'position: "{position}" needs the fit "cover" or "contain", not "{fit}"'
    return None


def _formats(preset: Preset) -> str | None:
    formats = preset.get("formats", ())
    if "formats" in preset and not formats:
        return "formats: must name at least one format"
    if formats and "format" in preset:
        return "formats: cannot be combined with format; give one of them"
    repeated = next((each for each in formats if formats.count(each) > 1), None)
    return f'formats: "{repeated}" is there twice' if repeated else None


def _on_demand(preset: Preset) -> str | None:
    if preset.get("when") != "on_demand":
        return None
    formats = preset.get("formats") or (preset.get("format", "source"),)
    if "source" in formats:
        # The CDN chooses the format, and does not know the image's.
        return 'format: must not be "source" if the preset is rendered on demand; give a format or several'
    if preset.get("position") == "face":
        return 'position: must not be "face" if the preset is rendered on demand; "attention" costs nothing'
    if "expire_after_days" in preset:
        return "expire_after_days: cannot be combined with on_demand; --on-demand-days sets the lifetime"
    return None


def _fit(preset: Preset) -> str:
    return str(preset.get("fit", _DEFAULT_FIT))


_DEFAULT_FIT = VariantSpec(name="default").fit
_RULES: tuple[Callable[[Preset], str | None], ...] = (_sides, _position, _formats, _on_demand)
