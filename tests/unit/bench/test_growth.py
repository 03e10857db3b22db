import pytest

from bench.growth import growth_exponent


def test_linear_growth_has_exponent_one() -> None:
    sizes = [1, 6, 12, 25, 50]

    assert growth_exponent(sizes, [99, *(3 * size for size in sizes[1:])]) == pytest.approx(1)
    assert growth_exponent(sizes, [size**2 for size in sizes]) == pytest.approx(2)
