"""The kernel as it ships and with sanitizers, compiled once for all tests of a module."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.kernel import builds, runners
from tests.kernel.prototypes import SOURCES
from tests.kernel.runners import Runner


def _shipped_x86_64(folder: Path) -> Runner:
    library = builds.shipped(SOURCES, "x86_64", folder / "x86_64.so")
    return runners.native("x86-64", _driver(folder, "x86_64"), library)


def _shipped_arm64(folder: Path) -> Runner:
    runners.emulator()  # before anything is compiled
    library = builds.shipped(SOURCES, "arm64", folder / "arm64.so")
    return runners.emulated("arm64", _driver(folder, "arm64"), library)


def _undefined(folder: Path) -> Runner:
    library = builds.with_undefined_checks(SOURCES, folder / "undefined.so")
    return runners.native("undefined behavior", _driver(folder, "x86_64"), library)


def _address(folder: Path) -> Runner:
    return runners.preloaded("addresses", builds.with_address_checks(SOURCES, folder / "address.so"))


_RUNNERS: dict[str, Callable[[Path], Runner]] = {
    "x86_64": _shipped_x86_64,
    "arm64": _shipped_arm64,
    "undefined": _undefined,
    "address": _address,
}


def _driver(folder: Path, architecture: str) -> Path:
    target = folder / f"driver-{architecture}"
    return target if target.exists() else builds.driver(architecture, target)


@pytest.fixture(scope="session")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Runner]:
    """Return the runner of a name; skip the test if a program for it is not installed."""
    folder, made = tmp_path_factory.mktemp("kernel"), dict[str, Runner]()

    def find(name: str) -> Runner:
        if name not in made:
            try:
                made[name] = _RUNNERS[name](folder)
            except builds.Missing as missing:
                pytest.skip(str(missing))
        return made[name]

    return find
