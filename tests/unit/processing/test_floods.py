"""How long an owner's images take while others flood the stage, in virtual time."""

import itertools
from functools import partial
from statistics import quantiles

import pytest

from chalicelib.domain.fair_share import Shares, shares
from chalicelib.processing.fair_share import FairShare
from tests.model.share_mutants import FillsAllSlots
from tests.unit.processing.virtual_functions import VirtualFunctions

IMAGES = 200
# The run of a small photo, that of a file that is slow to decode, and that of a broken one.
RUN, SLOW, BROKEN = 0.13, 2.5, 0.06
SLOWEST = 15.0
# Without reserved concurrency: the slots of a new AWS account, of which an owner gets half.
SHARES = shares(0, 0.5)
UNFINISHED = 24
GOAL = 2.0
"""How many times as long 95% of the images may take as without floods."""


def seconds_to_ready(
    limits: Shares, floods: int, slow: float = SLOW, fair_share: type[FairShare] = FairShare
) -> float:
    """Return the 95th percentile for an owner who uploads one image after another.

    Each flood always has UNFINISHED images in flight. Half of them are broken, half take `slow` seconds.
    """
    functions, seconds, numbers = VirtualFunctions(limits, fair_share), list[float](), itertools.count()

    def flood(owner: str) -> None:
        number = next(numbers)
        run = slow if number % 2 else BROKEN
        functions.upload(
            f"{owner}/{number}", owner, run, partial(functions.after, 0.2, partial(flood, owner))
        )

    def upload() -> None:
        start = functions.now

        def ready() -> None:
            seconds.append(functions.now - start)
            functions.after(functions.random.uniform(0.1, 1), upload)

        functions.upload(f"honest/{next(numbers)}", "honest", RUN, ready)

    for owner, _ in itertools.product(range(floods), range(UNFINISHED)):
        functions.after(functions.random.uniform(0, 5), partial(flood, f"flood {owner}"))
    functions.after(10, upload)
    functions.run(lambda: len(seconds) < IMAGES)
    return quantiles(seconds, n=100)[94]


@pytest.mark.parametrize("slow", [SLOW, SLOWEST])
@pytest.mark.parametrize("floods", [1, 2, 4])
def test_floods_of_other_owners_hardly_delay_an_image(floods: int, slow: float) -> None:
    assert seconds_to_ready(SHARES, floods, slow) <= GOAL * seconds_to_ready(SHARES, 0)


def test_without_the_rule_or_without_shares_floods_would_delay_it_many_times() -> None:
    alone = seconds_to_ready(SHARES, 0)
    assert seconds_to_ready(SHARES, 4, fair_share=FillsAllSlots) > 5 * alone
    unlimited = Shares(slots=SHARES.slots, per_owner=SHARES.slots)
    assert seconds_to_ready(unlimited, 1) > 5 * alone
