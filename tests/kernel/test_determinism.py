"""The kernel's results are the same on every processor. Buffers end at memory without access."""

from collections.abc import Callable, Sequence

import pytest

from tests.kernel.calls import Call, Result, Scratch
from tests.kernel.outputs import Seen, seen
from tests.kernel.runners import Runner
from tests.kernel.targets.all_targets import hostile_calls, limit_level, valid_calls

pytestmark = pytest.mark.slow

PLAIN, BIT_128, BIT_256 = range(3)
# The level of AVX2 exists only on x86-64.
OTHERS = [("x86_64", BIT_128), ("x86_64", BIT_256), ("arm64", PLAIN), ("arm64", BIT_128)]

Find = Callable[[str], Runner]


@pytest.fixture(scope="module")
def calls() -> list[Call]:
    return [*valid_calls(seed=10, count=150), *hostile_calls(seed=11, count=150)]


@pytest.fixture(scope="module")
def reference(calls: list[Call], runner: Find) -> Seen:
    return seen(calls, results(calls, PLAIN, runner("x86_64")))


def results(calls: Sequence[Call], level: int, runner: Runner) -> Sequence[Result]:
    run = runner.run([limit_level(level), *calls])
    assert run.end == "", f"{calls[len(run.results) - 1]}: {run.end}"
    return run.results[1:]


@pytest.mark.parametrize(("architecture", "level"), OTHERS)
def test_results_are_those_of_plain_c(
    architecture: str, level: int, calls: list[Call], reference: Seen, runner: Find
) -> None:
    assert seen(calls, results(calls, level, runner(architecture))) == reference


@pytest.mark.parametrize("level", [PLAIN, BIT_128, BIT_256])
def test_results_do_not_depend_on_what_scratch_memory_contains(
    level: int, calls: list[Call], reference: Seen, runner: Find
) -> None:
    cleared = [with_clear_scratch(call) for call in calls]
    assert seen(calls, results(cleared, level, runner("x86_64"))) == reference


def with_clear_scratch(call: Call) -> Call:
    return Call(
        call.function,
        tuple(Scratch(each.length, 0) if isinstance(each, Scratch) else each for each in call.arguments),
    )
