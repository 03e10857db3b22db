"""Each way of testing notices a kernel with a fault that only it has to notice."""

from pathlib import Path

import pytest

from tests.kernel import builds, runners
from tests.kernel.calls import Call
from tests.kernel.faults import Fault
from tests.kernel.runners import Run
from tests.kernel.targets.all_targets import hostile_calls, valid_calls

pytestmark = pytest.mark.slow

WRONG_LENGTH = Fault(
    "weights.c",
    "weights_length / (size_t)taps < (size_t)output",
    "weights_length / (size_t)taps < (size_t)output / 2",
)


@pytest.fixture(scope="module")
def calls() -> list[Call]:
    return [*valid_calls(seed=20, count=50), *hostile_calls(seed=21, count=200)]


def run_undefined(fault: Fault, calls: list[Call], folder: Path) -> Run:
    library = builds.with_undefined_checks(fault.plant(folder / "sources"), folder / "kernel.so")
    driver = builds.driver(builds.host(), folder / "driver")
    return runners.driven("undefined", builds.host(), driver, library).run(calls)


def run_address(fault: Fault, calls: list[Call], folder: Path) -> Run:
    library = builds.with_address_checks(fault.plant(folder / "sources"), folder / "kernel.so")
    return runners.preloaded("address", library).run(calls)


def run_shipped(architecture: str, fault: Fault, calls: list[Call], folder: Path) -> Run:
    library = builds.shipped(fault.plant(folder / "sources"), architecture, folder / "kernel.so")
    driver = builds.driver(architecture, folder / "driver")
    return runners.driven("shipped", architecture, driver, library).run(calls)


def test_address_sanitizer_notices_a_wrong_check_of_a_length(calls: list[Call], tmp_path: Path) -> None:
    run = run_address(WRONG_LENGTH, calls, tmp_path)
    assert "heap-buffer-overflow" in run.end
    assert "weights.c" in run.end
    assert calls[len(run.results)].function == "darkroom_weights"


@pytest.mark.parametrize("architecture", ["x86_64", "arm64"])
def test_memory_without_access_ends_a_shipped_object_that_checks_a_length_wrongly(
    architecture: str, calls: list[Call], tmp_path: Path
) -> None:
    run = run_shipped(architecture, WRONG_LENGTH, calls, tmp_path)
    assert "exit status -11" in run.end  # SIGSEGV
    assert calls[len(run.results)].function == "darkroom_weights"
