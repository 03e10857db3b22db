import math

import pytest

from load.stats import percentile, trend


def test_percentiles_of_values_from_0_to_100_equal_the_percentage() -> None:
    values = [float(value) for value in range(101)]
    assert percentile(values, 50) == 50
    assert percentile(values, 99) == 99


def test_every_percentile_of_a_single_value_is_that_value() -> None:
    assert percentile([3.0], 99) == 3
    assert math.isnan(percentile([], 50))


def test_a_trend_excludes_the_first_tenth() -> None:
    loading = [(0.0, 10.0), (1.0, 60.0)]
    flat = [(float(second), 100.0) for second in range(2, 20)]
    found = trend([*loading, *flat])
    assert found is not None
    assert (found.first, found.last, found.highest) == (100, 100, 100)
    assert found.slope == pytest.approx(0)


def test_a_memory_leak_appears_as_a_slope() -> None:
    found = trend([(float(second), 50 + 0.5 * second) for second in range(100)])
    assert found is not None
    assert found.slope == pytest.approx(0.5)


def test_a_single_point_has_no_trend() -> None:
    assert trend([(1.0, 1.0)]) is None
