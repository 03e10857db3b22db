"""What the commands about stages work with."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct

from ops.cloudformation.change_sets import ChangeSets
from ops.cloudformation.clients import Clients, connect
from ops.cloudformation.stacks import Stacks
from ops.packaging.release import Release, build_release

PROJECT = Path(__file__).parents[2]


class Tools(Struct, frozen=True, kw_only=True):
    """An account and region, a checkout, and how to build a release of it."""

    clients: Clients
    stacks: Stacks
    change_sets: ChangeSets
    project: Path
    build: Callable[[Path, Path, Sequence[str]], Release]


def tools() -> Tools:
    """Create the tools. Raises NoRegionError."""
    clients = connect()
    return Tools(
        clients=clients,
        stacks=Stacks(clients.cloudformation, time.sleep),
        change_sets=ChangeSets(clients.cloudformation, time.sleep),
        project=PROJECT,
        build=build_release,
    )
