"""The simulation of callers who wait for their image."""

from load.polling import looks, table
from tests.documents import ROOT


def test_looks_are_counted_until_the_first_one_after_the_end() -> None:
    assert looks(2.5, 0, lambda _: 1) == (4, 0.5)
    assert looks(2.5, 3, lambda _: 1) == (1, 0.5)


def test_most_callers_look_once_without_waiting_much_longer_than_with_a_look_per_second() -> None:
    rows = [[cell.strip() for cell in line.strip("| ").split("|")] for line in table().splitlines()[2:]]
    for before, now in zip(rows[::2], rows[1::2], strict=True):
        assert before[:2] == now[:2]
        assert float(now[3]) <= float(before[3]) - 0.99
        # `Retry-After` has whole seconds, so a first look is half a second late on average.
        assert float(now[5]) <= float(before[5]) + 0.6
        if now[1] != "100%":
            assert int(now[4].rstrip("%")) >= 90


def test_the_docs_show_the_table() -> None:
    assert table() in (ROOT / "docs" / "scaling.md").read_text("utf-8")
