"""Each way of testing notices a kernel with a fault that only it has to notice."""

from pathlib import Path

import pytest

from tests.kernel import builds, runners
from tests.kernel.calls import Call
from tests.kernel.conftest import Driver
from tests.kernel.faults import Fault
from tests.kernel.outputs import seen
from tests.kernel.runners import Run
from tests.kernel.targets.all_targets import hostile_calls, limit_level, valid_calls

pytestmark = pytest.mark.slow

WRONG_LENGTH = Fault(
    "weights.c",
    "weights_length / (size_t)taps < (size_t)output",
    "weights_length / (size_t)taps < (size_t)output / 2",
)
# Reads one byte behind the last pixel.
LONG_COPY = Fault("reduce.c", "width * channels);", "width * channels + 1);")
# Sums of that much do not fit in 32 bits.
HEAVY_WEIGHTS = Fault("resample_tables.c", "#define MOST_WEIGHT (3 <<", "#define MOST_WEIGHT (64 <<")
OTHER_ROUNDING = Fault(
    "resample_sse41.c", "_mm_set1_epi32(HORIZONTAL_HALF)", "_mm_set1_epi32(HORIZONTAL_HALF - 1)"
)


@pytest.fixture(scope="module")
def calls() -> list[Call]:
    return [*valid_calls(seed=20, count=50), *hostile_calls(seed=21, count=200)]


def run_undefined(fault: Fault, calls: list[Call], folder: Path, driver: Driver) -> Run:
    library = builds.with_undefined_checks(fault.plant(folder / "sources"), folder / "kernel.so")
    return runners.driven("undefined", builds.host(), driver(builds.host()), library).run(calls)


def run_address(fault: Fault, calls: list[Call], folder: Path) -> Run:
    library = builds.with_address_checks(fault.plant(folder / "sources"), folder / "kernel.so")
    return runners.preloaded("address", library).run(calls)


def run_shipped(architecture: str, fault: Fault, calls: list[Call], folder: Path, driver: Driver) -> Run:
    library = builds.shipped(fault.plant(folder / "sources"), architecture, folder / "kernel.so")
    return runners.driven("shipped", architecture, driver(architecture), library).run(calls)


def test_address_sanitizer_notices_a_wrong_check_of_a_length(calls: list[Call], tmp_path: Path) -> None:
    run = run_address(WRONG_LENGTH, calls, tmp_path)
    assert "heap-buffer-overflow" in run.end
    assert "weights.c" in run.end
    assert calls[len(run.results)].function == "darkroom_weights"


@pytest.mark.parametrize("architecture", ["x86_64", "arm64"])
def test_memory_without_access_ends_a_shipped_object_that_checks_a_length_wrongly(
    architecture: str, calls: list[Call], tmp_path: Path, driver: Driver
) -> None:
    run = run_shipped(architecture, WRONG_LENGTH, calls, tmp_path, driver)
    assert "exit status -11" in run.end  # SIGSEGV
    assert calls[len(run.results)].function == "darkroom_weights"


def test_memory_without_access_ends_an_object_that_reads_one_byte_too_many(
    calls: list[Call], tmp_path: Path, driver: Driver
) -> None:
    run = run_shipped(builds.host(), LONG_COPY, calls, tmp_path, driver)
    assert "exit status -11" in run.end
    assert calls[len(run.results)].function == "darkroom_reduce"


def test_sums_that_do_not_fit_are_noticed(tmp_path: Path, driver: Driver) -> None:
    # The weights of both sides have to be large at once.
    calls = [call for call in hostile_calls(seed=21, count=1000) if call.function == "darkroom_resample"]
    run = run_undefined(HEAVY_WEIGHTS, [limit_level(0), *calls], tmp_path, driver)
    assert "exit status -4" in run.end  # SIGILL, a trap


def test_an_instruction_set_that_rounds_otherwise_is_noticed(
    calls: list[Call], tmp_path: Path, driver: Driver
) -> None:
    library = builds.shipped(OTHER_ROUNDING.plant(tmp_path / "sources"), "x86_64", tmp_path / "kernel.so")
    runner = runners.driven("shipped", "x86_64", driver("x86_64"), library)
    plain, faulty = (seen(calls, runner.run([limit_level(level), *calls]).results[1:]) for level in (0, 1))
    wrong = {call.function for call, one, other in zip(calls, plain, faulty, strict=True) if one != other}
    assert wrong == {"darkroom_resample"}
