"""Renders variants on demand, even if the presets file does not say what anyone may request.

Without a policy, a deployment renders nothing on demand. The local stack has one by default, so that every
page can be tried out. Only processes that load the app import this project's library.

`python -m local.presets FILE` prints what infra/edge.js needs of the presets.
"""

import functools
import importlib
import subprocess
import sys
from pathlib import Path
from types import MappingProxyType
from typing import Any

import msgspec
from msgspec import structs

from local.errors import FunctionFailed
from local.process import ROOT

DEFAULT_POLICY = MappingProxyType(
    {"widths": (160, 320, 480, 640, 960, 1280, 1920), "ratios": ("source", "1:1", "4:3", "16:9")}
)
PRESETS = ROOT / "chalicelib" / "presets.json"
START_SECONDS = 30
_LOAD = "load_presets"


def edge_policy(presets: Path = PRESETS) -> str:
    """Return what infra/edge.js needs of the presets that are in the file now. Raises FunctionFailed."""
    command = [sys.executable, "-m", "local.presets", str(presets)]
    done = subprocess.run(  # noqa: S603 - this module
        command, cwd=ROOT, capture_output=True, text=True, timeout=START_SECONDS, check=False
    )
    if done.returncode:
        raise FunctionFailed(f"The CDN cannot read the presets: {done.stderr.strip().splitlines()[-1]}")
    return done.stdout


def patch_presets() -> None:
    """Let the app of this process load its presets with a policy; a second call has no effect."""
    adapters = importlib.import_module("chalicelib.bootstrap.adapters")
    load = getattr(adapters, _LOAD)
    if hasattr(load, "__wrapped__"):
        return

    @functools.wraps(load)
    def load_with_policy(*args: object) -> Any:  # noqa: ANN401 - the library's Presets
        return _with_policy(load(*args))

    setattr(adapters, _LOAD, load_with_policy)


def _with_policy(presets: Any) -> Any:  # noqa: ANN401 - the library's Presets
    """Return presets with the default policy, unless they have their own."""
    if presets.on_demand:
        return presets
    policy = importlib.import_module("chalicelib.models").OnDemandPolicy
    return structs.replace(presets, on_demand=msgspec.convert(dict(DEFAULT_POLICY), policy))


def main() -> None:
    """Print the policy of the file that the argument names."""
    read = importlib.import_module("chalicelib.bootstrap.presets").read_presets
    printed = importlib.import_module("ops.templates.edge_function").edge_policy
    sys.stdout.write(printed(_with_policy(read(Path(sys.argv[1])))))


if __name__ == "__main__":
    main()
