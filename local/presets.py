"""Renders variants on demand, even if the presets file does not say what anyone may request.

Without a policy, a deployment renders nothing on demand. The local stack has one by default, so that every
page can be tried out.
"""

import functools
from pathlib import Path
from typing import Any

from msgspec import structs

from chalicelib.bootstrap import adapters
from chalicelib.bootstrap.presets import read_presets
from chalicelib.domain.presets import Presets
from chalicelib.models import OnDemandPolicy

DEFAULT_POLICY = OnDemandPolicy(
    widths=(160, 320, 480, 640, 960, 1280, 1920), ratios=("source", "1:1", "4:3", "16:9")
)
_LOAD = "load_presets"


def with_policy(presets: Presets) -> Presets:
    """Return presets with the default policy, unless they have their own."""
    return presets if presets.on_demand else structs.replace(presets, on_demand=DEFAULT_POLICY)


def presets_file(project: Path) -> Path:
    """Return the presets file of the app in this folder."""
    return project / "chalicelib" / adapters.PRESETS_FILE.name


def project_presets(project: Path) -> Presets:
    """Return the presets that the app in this folder loads. Raises ConfigurationError."""
    return with_policy(read_presets(presets_file(project)))


def patch_presets() -> None:
    """Let the app of this process load its presets with a policy; a second call has no effect."""
    load = getattr(adapters, _LOAD)
    if hasattr(load, "__wrapped__"):
        return

    @functools.wraps(load)
    def load_with_policy(*args: Any, **kwargs: Any) -> Presets:  # noqa: ANN401 - those of the original
        loaded: Presets = load(*args, **kwargs)
        return with_policy(loaded)

    setattr(adapters, _LOAD, load_with_policy)
