"""The kernel stays within its buffers and within what C defines, whatever it is given."""

from collections.abc import Callable, Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kernel.calls import Call
from tests.kernel.hostile import hostile
from tests.kernel.outputs import changed_inputs
from tests.kernel.prototypes import prototypes
from tests.kernel.runners import Run, Runner
from tests.kernel.targets.all_targets import TARGETS, hostile_calls, limit_level, valid_calls

pytestmark = pytest.mark.slow

OK, BAD_ARGUMENT, BAD_DATA = range(3)
LEVELS = (0, 1, 2)
SANITIZERS = ("undefined", "address")

Find = Callable[[str], Runner]


def run_at(level: int, calls: Sequence[Call], runner: Runner) -> Run:
    """Run calls at a level, all of them to the end, without a change of their inputs."""
    run = runner.run([limit_level(level), *calls])
    done = run.results[1:]
    assert run.end == "", f"{calls[len(done)]}: {run.end}"
    for call, result in zip(calls, done, strict=True):
        assert changed_inputs(call, result, prototypes()[call.function]) == [], call.function
    return Run(done, run.end)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("sanitizer", SANITIZERS)
def test_what_the_kernel_does_with_valid_calls_is_defined(sanitizer: str, level: int, runner: Find) -> None:
    calls = list(valid_calls(seed=level, count=40))
    run = run_at(level, calls, runner(sanitizer))
    refused = [call for call, result in zip(calls, run.results, strict=True) if result.status != OK]
    assert refused == []


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("sanitizer", SANITIZERS)
def test_what_the_kernel_does_with_hostile_calls_is_defined(sanitizer: str, level: int, runner: Find) -> None:
    calls = list(hostile_calls(seed=level, count=150))
    statuses = {result.status for result in run_at(level, calls, runner(sanitizer)).results}
    assert {OK, BAD_ARGUMENT} <= statuses <= {OK, BAD_ARGUMENT, BAD_DATA}


@pytest.mark.parametrize("name", TARGETS)
def test_no_arguments_are_found_that_lead_to_undefined_behavior(name: str, runner: Find) -> None:
    found = runner("undefined")

    @given(choose=st.randoms(), level=st.sampled_from(LEVELS))
    def check(choose: Random, level: int) -> None:
        run_at(level, [hostile(TARGETS[name](choose), prototypes()[name], choose)], found)

    check()
