"""The kernel at each instruction set."""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from chalicelib.imaging.kernel import library

PLAIN, BIT_128, BIT_256 = range(3)
LEVELS = (PLAIN, BIT_128, BIT_256)


def compiled() -> ctypes.CDLL:
    """Return the kernel; skip the test if there is none."""
    kernel = library.loaded()
    if kernel is None:
        pytest.skip("the kernel is not compiled or switched off")
    return kernel


@contextmanager
def pillow_alone() -> Iterator[None]:
    """Render without the kernel."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DARKROOM_KERNEL", "off")
        library.loaded.cache_clear()
        yield
    library.loaded.cache_clear()


@contextmanager
def limited(kernel: ctypes.CDLL, level: int) -> Iterator[None]:
    """Use instructions of at most this level, as in cpu.h."""
    before = kernel.darkroom_level()
    library.check(kernel.darkroom_limit_level(level))
    try:
        yield
    finally:
        library.check(kernel.darkroom_limit_level(before))
