"""What the commands about stages work with, made from the environment and this checkout."""

import time
from dataclasses import dataclass
from pathlib import Path

from ops.stage.chalice import Chalice
from ops.stage.clients import Clients, connect
from ops.stage.config import ConfigFile
from ops.stage.stacks import Stacks

PROJECT = Path(__file__).parents[2]


@dataclass(frozen=True, kw_only=True)
class Tools:
    """One account, one checkout."""

    clients: Clients
    stacks: Stacks
    chalice: Chalice
    config: ConfigFile


def tools() -> Tools:
    """Make them. Raises NoRegionError."""
    clients = connect()
    return Tools(
        clients=clients,
        stacks=Stacks(clients.cloudformation, time.sleep),
        chalice=Chalice(PROJECT),
        config=ConfigFile(PROJECT / ".chalice" / "config.json"),
    )
