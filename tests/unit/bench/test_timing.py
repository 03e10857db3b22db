import pytest

from bench.timing import Timing, runs_per_round


@pytest.mark.parametrize(("seconds", "times"), [(1.0, 1), (0.05, 1), (0.02, 3), (0.0, 50)])
def test_short_jobs_run_several_times_per_round(seconds: float, times: int) -> None:
    assert runs_per_round(seconds) == times


def test_ratios_are_paired_by_round_so_that_a_slow_round_cancels_out() -> None:
    ours = Timing(cpu=[1.0, 10.0, 1.0])
    theirs = Timing(cpu=[2.0, 20.0, 2.0])

    assert ours.ratio(theirs) == 0.5


def test_an_engine_that_refused_has_no_time_and_no_ratio() -> None:
    assert Timing(cpu=[1.0]).ratio(Timing(refused="no such format")) is None
    assert Timing(refused="no such format").cpu_ms is None


def test_the_cpu_time_is_the_median_in_milliseconds() -> None:
    assert Timing(cpu=[0.010, 0.500, 0.020]).cpu_ms == pytest.approx(20)
