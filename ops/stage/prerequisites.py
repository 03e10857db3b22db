"""What must be right before anything is touched."""

import sys
from typing import TYPE_CHECKING

from ops.stage.steps import StepFailed

if TYPE_CHECKING:
    from ops.stage.clients import Clients

# Lambda runs the functions by the interpreter that packs them, and Pillow's wheels need the system of these.
OLDEST = (3, 12)


def check_interpreter(version: tuple[int, int] = sys.version_info[:2]) -> None:
    """Raise StepFailed for an interpreter under which Chalice would leave Pillow out of the package."""
    if version < OLDEST:
        raise StepFailed(
            f"This is Python {version[0]}.{version[1]}, but Pillow's wheels need the Lambda runtime of Python"
            f" {OLDEST[0]}.{OLDEST[1]} or newer. Delete .venv and run `PYTHON=python3.13 make deploy`."
        )


def account(clients: "Clients") -> str:
    """Return the account that the credentials belong to. Raises what boto3 raises without any."""
    return clients.sts.get_caller_identity()["Account"]
