"""Load the model of a project's app, in a process whose environment has placeholders for all resources."""

import os
import subprocess
import sys
from pathlib import Path

import msgspec

from chalicelib.config.resources import Resources
from chalicelib.errors import DarkroomError
from ops.templates.app_model import AppModel

_ROOT = Path(__file__).parents[2]
# A resource's name is the name of its variable, so that a trigger in the model shows which resource it uses.
# Without their queues, the app has no functions for webhooks and invalidations.
_RESOURCES = (
    *(name.upper() for name in Resources.__struct_fields__),
    *("WEBHOOKS_QUEUE", "INVALIDATIONS_QUEUE", "DISTRIBUTION_ID"),
)


class AppNotLoadable(DarkroomError):
    """The app can't be imported, or has a trigger that the template can't have."""

    code = "app_not_loadable"


def load_app(project: Path, *, public_variants: bool) -> AppModel:
    """Return the model of the app in a folder, for one value of PUBLIC_VARIANTS. Raises AppNotLoadable."""
    variables = {name: name for name in _RESOURCES} | {"PUBLIC_VARIANTS": str(public_variants).lower()}
    described = subprocess.run(
        [sys.executable, "-B", "-m", "ops.templates.describe_app"],
        cwd=project,
        env={"PATH": os.defpath, "PYTHONPATH": str(_ROOT), "AWS_DEFAULT_REGION": "us-east-1", **variables},
        capture_output=True,
        check=False,
    )
    if described.returncode:
        reason = described.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        raise AppNotLoadable(f"app.py can't be loaded: {reason}")
    return msgspec.json.decode(described.stdout, type=AppModel)
