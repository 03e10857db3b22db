"""The kernel as it ships and with sanitizers, compiled once for all tests of a module."""

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path

import pytest

from chalicelib.imaging.kernel import library
from tests.kernel import builds, runners
from tests.kernel.prototypes import SOURCES
from tests.kernel.runners import Runner

Driver = Callable[[str], Path]


def _shipped(architecture: str, folder: Path, driver: Driver) -> Runner:
    runners.emulator(architecture)  # before anything is compiled
    library = builds.shipped(SOURCES, architecture, folder / f"{architecture}.so")
    return runners.driven(architecture, architecture, driver(architecture), library)


def _undefined(folder: Path, driver: Driver) -> Runner:
    library = builds.with_undefined_checks(SOURCES, folder / "undefined.so")
    return runners.driven("undefined behavior", builds.host(), driver(builds.host()), library)


def _address(folder: Path, _driver: Driver) -> Runner:
    return runners.preloaded("addresses", builds.with_address_checks(SOURCES, folder / "address.so"))


_RUNNERS: dict[str, Callable[[Path, Driver], Runner]] = {
    "x86_64": partial(_shipped, "x86_64"),
    "arm64": partial(_shipped, "arm64"),
    "undefined": _undefined,
    "address": _address,
}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup() -> Iterator[None]:
    with skipping():
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Iterator[None]:
    with skipping():
        yield


@contextmanager
def skipping() -> Iterator[None]:
    """Skip tests that need a program that is not installed, and say which."""
    try:
        yield
    except builds.Missing as missing:
        pytest.skip(str(missing))


@pytest.fixture(scope="session")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Driver:
    """Return the driver for an architecture."""
    folder = tmp_path_factory.mktemp("drivers")
    return cache(lambda architecture: builds.driver(architecture, folder / architecture))


@pytest.fixture(scope="session")
def runner(tmp_path_factory: pytest.TempPathFactory, driver: Driver) -> Callable[[str], Runner]:
    """Return the runner of a name."""
    folder, made = tmp_path_factory.mktemp("kernel"), dict[str, Runner]()

    def find(name: str) -> Runner:
        if name not in made:
            made[name] = _RUNNERS[name](folder, driver)
        return made[name]

    return find


@pytest.fixture(scope="session")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> ctypes.CDLL:
    """Return the kernel as it ships, for calls from this process."""
    target = tmp_path_factory.mktemp("kernel") / "kernel.so"
    return library.load(builds.shipped(SOURCES, builds.host(), target))
