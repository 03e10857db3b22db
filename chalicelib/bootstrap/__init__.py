"""The composition root: reads the environment, makes the clients, wires adapters to use cases.

Everything is made when it is first asked for and kept for the life of the process, so a function pays
only for what it uses: the API never loads the image engine, unless it has a picture to delete.
"""

import os
from functools import cache

from chalicelib.bootstrap.adapters import PRESETS_FILE
from chalicelib.bootstrap.usecases import Darkroom

__all__ = ["PRESETS_FILE", "Darkroom", "darkroom"]


@cache
def darkroom() -> Darkroom:
    """Return this process's application."""
    return Darkroom(dict(os.environ))
