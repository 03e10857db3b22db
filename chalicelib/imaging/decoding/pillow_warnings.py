"""Count Pillow's warnings instead of printing them: a small file can cause tens of thousands."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from msgspec import Struct


class WarningCount(Struct):
    """The number of warnings so far."""

    count: int = 0

    def show(self, *_: object, **__: object) -> None:
        """Count a warning. Replaces warnings.showwarning, which prints it."""
        self.count += 1


@contextmanager
def counted_warnings() -> Iterator[WarningCount]:
    """Count all warnings in this process. Python's filters are not thread-safe, so do not nest this."""
    counted = WarningCount()
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.showwarning = counted.show
        yield counted
