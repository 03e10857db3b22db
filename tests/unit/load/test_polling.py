"""The simulation of callers who wait for their image."""

from collections.abc import Sequence
from statistics import mean

import pytest

from chalicelib.bootstrap.adapters import PRESETS_FILE
from chalicelib.domain import retry_after
from chalicelib.domain.presets import Presets
from chalicelib.models import VariantSpec
from load.polling import COLD_SHARES, Looks, looks, record, run_seconds, simulate, table
from tests.documents import ROOT

# The seconds that a run took with one variant and with four, when the promise was made. They are no
# measurements to be replaced: `Retry-After` has whole seconds, so no rule could keep it for every duration.
RUNS = {1: 0.2, 4: 0.45}
SPECS = Presets.from_json(PRESETS_FILE.read_bytes()).presets


def share_within(number: int, results: Sequence[Looks]) -> float:
    """Return the share of callers who look at most this often."""
    return sum(count <= number for count, _ in results) / len(results)


def means(results: Sequence[Looks]) -> tuple[float, float]:
    """Return the looks and the seconds after `ready`."""
    counts, waits = zip(*results, strict=True)
    return mean(counts), mean(waits)


def test_looks_are_counted_until_the_first_one_after_the_end() -> None:
    assert looks(2.5, 0, lambda _: 1) == (4, 0.5)
    assert looks(2.5, 3, lambda _: 1) == (1, 0.5)


@pytest.mark.parametrize("cold_share", COLD_SHARES)
@pytest.mark.parametrize(("variants", "seconds"), RUNS.items())
def test_most_callers_look_once_without_waiting_much_longer_than_with_a_look_per_second(
    variants: int, seconds: float, cold_share: float
) -> None:
    every_second, as_asked = simulate(seconds, variants, cold_share)
    (looks_before, wait_before), (looks_now, wait_now) = means(every_second), means(as_asked)
    assert looks_now <= looks_before - 0.99
    # A first look is half a second late on average.
    assert wait_now <= wait_before + 0.6
    if cold_share < 1:
        assert share_within(1, as_asked) >= 0.9


@pytest.mark.parametrize("factor", [0.7, 1, 1.3])
@pytest.mark.parametrize("specs", [SPECS[:1], SPECS], ids=len)
def test_the_first_look_is_in_the_earliest_second_that_is_late_enough_for_nine_of_ten(
    specs: Sequence[VariantSpec], factor: float
) -> None:
    """It stays so if what the estimate of a run consists of is measured again."""
    every_second, as_asked = simulate(factor * run_seconds(specs), len(specs), cold_share=0)
    assert share_within(1, as_asked) >= 0.9
    first_look = retry_after.after_upload(record(len(specs)))
    # Who looks every second from the start has looked as often by a second before.
    assert share_within(first_look, every_second) < 0.9


def test_the_docs_show_the_table() -> None:
    assert table() in (ROOT / "docs" / "scaling.md").read_text("utf-8")
