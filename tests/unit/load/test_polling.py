"""The simulation of callers who wait for their image."""

import pytest

from load.polling import Run, looks, table
from tests.documents import ROOT


def test_looks_are_counted_until_the_first_one_after_the_end() -> None:
    run = Run(claimed=0.5, ready=2.5)
    assert looks(run, 0, lambda _: 1) == (4, 0.5)
    assert looks(run, 3, lambda _: 1) == (1, 0.5)


def test_most_callers_look_once_and_nobody_waits_longer_than_with_a_look_per_second() -> None:
    rows = [[cell.strip() for cell in line.strip("| ").split("|")] for line in table().splitlines()[2:]]
    for before, now in zip(rows[::2], rows[1::2], strict=True):
        assert before[:2] == now[:2]
        assert float(now[3]) == pytest.approx(float(before[3]) - int(now[0] == "4") - 1, abs=0.01)
        assert float(now[5]) == pytest.approx(float(before[5]), abs=0.05)
        if now[1] != "100%":
            assert int(now[4].rstrip("%")) > 80


def test_the_docs_show_the_table() -> None:
    assert table() in (ROOT / "docs" / "scaling.md").read_text("utf-8")
