"""Load modules without looking for garbage."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collection() -> Iterator[None]:
    """Keep Python's garbage collector off while modules are loaded and clients are created.

    It would look at everything that has been loaded again and again and find nothing, which takes a tenth of
    a cold start. What has been loaded then counts as old, which it hardly ever looks at.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.freeze()
            gc.unfreeze()  # to the oldest generation
            gc.enable()
