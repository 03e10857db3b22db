"""Tests marked `also_without_kernel` run twice: as all others do, and with Pillow alone.

The marker is for tests whose result depends on how pixels are scaled, rows of PNGs are decoded or
colors of GIFs are chosen, which are the tasks of the kernel.
"""

from collections.abc import Iterator

import pytest

from chalicelib.imaging.kernel import library
from tests.unit.imaging.kernels import pillow_alone

MARKER = "also_without_kernel"
DEFAULT, PILLOW = "default", "pillow"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if metafunc.definition.get_closest_marker(MARKER):
        engines = [DEFAULT, PILLOW] if library.is_available() else [DEFAULT]
        metafunc.parametrize("engine", engines, indirect=True)


@pytest.fixture(autouse=True)
def engine(request: pytest.FixtureRequest) -> Iterator[None]:
    """Render with the kernel if there is one, or without it."""
    if getattr(request, "param", DEFAULT) == DEFAULT:
        yield
    else:
        with pillow_alone():
            yield
