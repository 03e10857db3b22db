from load.one_image import ENGINE, Times
from load.profile import medians, table

ROUNDS = [
    Times([{"use cases": 1.0, ENGINE: 10.0}, {"use cases": 3.0, ENGINE: 30.0}], engine_in_c=0.7),
    Times([{"use cases": 2.0, ENGINE: 20.0}], engine_in_c=0.9),
]


def test_the_engine_is_split_and_each_part_is_the_median_of_all_images() -> None:
    column = {name: round(milliseconds, 3) for name, milliseconds in medians(ROUNDS).items()}
    assert column == {"use cases": 2.0, "engine, C": 16.0, "engine, Python": 4.0, "all": 22.0}


def test_the_largest_part_comes_first_with_a_column_for_each_checkout() -> None:
    assert table([{"small": 1, "all": 12.5}, {"all": 10, "new": 3}]) == (
        "all     12.50   10.00\nsmall    1.00    0.00\nnew      0.00    3.00\n"
    )
