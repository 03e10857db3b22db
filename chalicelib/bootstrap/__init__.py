"""The composition root: read the environment, create clients, wire adapters to use cases.

Everything is imported and created on first use and kept for the lifetime of the process, so that each
function loads only what it uses. The API loads the image engine only to delete an image. The authorizer,
which `access` wires, loads nothing else of the application.
"""

import os
from functools import cache
from typing import TYPE_CHECKING

from chalicelib.bootstrap.loading import without_collection

if TYPE_CHECKING:
    from chalicelib.bootstrap.application import Darkroom


@cache
@without_collection()
def darkroom() -> "Darkroom":
    """Return this process's application."""
    from chalicelib.bootstrap.application import Darkroom

    return Darkroom(dict(os.environ))
