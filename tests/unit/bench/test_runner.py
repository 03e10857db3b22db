import pytest

from bench.runner import Timing, repeats, rotated


def test_every_engine_comes_first_in_turn() -> None:
    engines = ["a", "b", "c"]

    assert [rotated(engines, turn) for turn in range(4)] == [
        ["a", "b", "c"],
        ["b", "c", "a"],
        ["c", "a", "b"],
        ["a", "b", "c"],
    ]


@pytest.mark.parametrize(("seconds", "times"), [(1.0, 1), (0.05, 1), (0.02, 3), (0.0, 50)])
def test_short_jobs_are_repeated_within_a_round(seconds: float, times: int) -> None:
    assert repeats(seconds) == times


def test_the_ratio_pairs_the_rounds_so_that_a_slow_minute_cancels_out() -> None:
    ours = Timing(cpu=[1.0, 10.0, 1.0])
    theirs = Timing(cpu=[2.0, 20.0, 2.0])

    assert ours.ratio(theirs) == 0.5


def test_there_is_no_ratio_to_an_engine_that_refused() -> None:
    assert Timing(cpu=[1.0]).ratio(Timing(refused="no such format")) is None
    assert Timing(refused="no such format").cpu_ms is None


def test_the_time_is_the_median_in_milliseconds() -> None:
    assert Timing(cpu=[0.010, 0.500, 0.020]).cpu_ms == pytest.approx(20)
