"""A lock for the build folder of a checkout, which commands replace while they build."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from chalicelib.errors import DarkroomError


class BuildInProgress(DarkroomError):
    """Another command uses the build folder."""

    code = "build_in_progress"


@contextmanager
def build_lock(project: Path) -> Iterator[None]:
    """Hold the lock inside the block. Raises BuildInProgress. A process that ends releases it."""
    folder = project / ".build"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BuildInProgress(
                f"Another command is building or deploying in {project}; wait until it ends"
            ) from None
        yield
