"""Printed costs add up."""

import pytest

from ops.costing.statement import Statement, cost, state

USD = {"request": 0.0000004, "gb": 0.09}


def test_an_item_costs_the_sum_of_its_amounts() -> None:
    # 3 x 0.0000004 + 2 x 0.09
    assert cost({"request": 3, "gb": 2}, USD) == pytest.approx(0.1800012)


def test_items_are_rounded_to_cents_and_the_total_is_their_sum() -> None:
    # 40 x 0.09 = 3.60 and 11,000 x 0.0000004 = 0.0044 each, as often as there are items
    statement = state({"a": {"gb": 40}, "b": {"request": 11_000}, "c": {"request": 11_000}}, USD)
    assert statement == Statement(items={"a": 3.6, "b": 0.0, "c": 0.0}, decimals=2)
    assert statement.total == 3.6


def test_three_halves_of_a_cent_add_up_as_printed() -> None:
    # 1.006 is printed as 1.01, so three of them make 3.03, not 3.02
    statement = state({name: {"gb": 1} for name in "abc"}, {"gb": 1.006})
    assert list(statement.items.values()) == [1.01, 1.01, 1.01]
    assert statement.total == 3.03


def test_less_than_a_dollar_is_printed_in_millionths() -> None:
    # 3 x 0.0000004 = 0.0000012
    statement = state({"a": {"request": 3}}, USD)
    assert statement == Statement(items={"a": 0.000001}, decimals=6)


def test_amounts_are_priced_as_often_as_there_are_images() -> None:
    # 1,000,000 x 5 x 0.0000004
    assert state({"a": {"request": 5}}, USD, 1_000_000).items == {"a": 2.0}
