"""The composition root: reads the environment, makes the clients, wires adapters to use cases.

Everything is imported and made when it is first asked for and kept for the life of the process, so a
function pays only for what it uses: the API never loads the image engine, unless it has an image to
delete, and the authorizer, which is wired by `access`, loads none of the application.
"""

import os
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chalicelib.bootstrap.application import Darkroom


@cache
def darkroom() -> "Darkroom":
    """Return this process's application."""
    from chalicelib.bootstrap.application import Darkroom

    return Darkroom(dict(os.environ))
