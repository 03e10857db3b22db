"""A load test passes if every image is correct, nothing is left, and hostile owners slow nobody down."""

import io
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from darkroom import Failure, Image, Status
from PIL import Image as Pillow

from load.expected_outputs import Expected
from load.final_state import FinalState
from load.hostile_files import empty_chunks, many_scans
from load.plan import Item, Kind
from load.report import render
from load.resource_usage import ResourceUsage
from load.results import GOAL, Attack, Phase, Results
from load.uploads import Sent

START = datetime(2026, 1, 1, tzinfo=UTC)
CODE = "unsupported_format"
PARTS = ("moto and event relay", "chalice local", "workers", "load test client", "other processes")
USAGE = ResourceUsage(seconds=2, cpu=dict.fromkeys(PARTS, 1.0))


def phase(
    seconds: Sequence[float],
    *,
    code: str = CODE,
    dead_letters: int = 0,
    messages_left: int = 0,
    wait: float = 0.0,
) -> Phase:
    """A phase of text files, which fail after so many seconds each. Each run starts after `wait`."""
    items = [Item(number, Kind.TEXT, "jpeg") for number in range(len(seconds))]
    images = {
        str(number): Image(
            id=str(number),
            status=Status.FAILED,
            filename="a",
            created_at=START,
            updated_at=START + timedelta(seconds=each),
            error=Failure(code=code, detail=""),
        )
        for number, each in enumerate(seconds)
    }
    state = FinalState(
        images=images,
        started=dict.fromkeys(images, START.timestamp() + wait),
        outputs={},
        runs=Counter(failed=len(seconds)),
        dead_letters=dead_letters,
        messages_left=messages_left,
    )
    return Phase(
        name="text",
        sent=[Sent(item, START.timestamp(), START.timestamp(), str(item.number)) for item in items],
        usage=USAGE,
        expected=[Expected(frozenset(), CODE, 0.0)] * len(items),
        state=state,
    )


def results(*phases: Phase, attack: Attack | None = None) -> Results:
    return Results(machine={}, workers=2, concurrency=16, phases=phases, attack=attack, costs=[])


def attack(factor: float, wait: float = 0.0) -> Attack:
    """Images that take a second alone, of which they wait a quarter, and `wait` longer beside the others."""
    alone, beside = [1.0] * 20, [factor] * 20
    return Attack(
        alone=phase(alone, wait=0.25),
        beside=phase(beside, wait=0.25 + wait),
        counts={"slow files": 7},
    )


@pytest.mark.parametrize(
    ("other", "passed"),
    [
        (phase([1.0, 2.0]), True),
        (phase([1.0, 2.0], code="corrupt_image"), False),
        (phase([1.0], dead_letters=1), False),
        (phase([1.0], messages_left=1), False),
    ],
)
def test_a_phase_with_a_wrong_image_or_something_left_fails(other: Phase, *, passed: bool) -> None:
    assert results(phase([1.0]), other).passed is passed
    beside = Attack(alone=phase([1.0]), beside=other, counts={})
    assert results(attack=Attack(alone=other, beside=other, counts={})).passed is passed
    assert results(phase([1.0]), attack=beside).passed is passed


@pytest.mark.parametrize(("wait", "passed"), [(0.0, True), (GOAL - 1, True), (GOAL - 0.99, False)])
def test_waiting_may_make_the_honest_owner_s_images_take_at_most_twice_as_long(
    wait: float, *, passed: bool
) -> None:
    shared = attack(factor=5.0, wait=wait)
    assert shared.slowdown(95) == pytest.approx(5)
    assert shared.slowdown_by_waiting(95) == pytest.approx(1 + wait)
    assert results(attack=shared).passed is passed


def test_the_report_has_what_the_hostile_owners_did_and_how_much_longer_the_honest_one_waited() -> None:
    report = render(results(phase([1.0]), attack=attack(1.5, wait=0.2)))
    assert "images: slow files: 7." in report
    for row in ("1.50 | 1.50 | 1.50", "0.25 | 0.25 | 0.25", "0.45 | 0.45 | 0.45", "1.20 | 1.20 | 1.20"):
        assert f" | {row} |" in report
    assert "67% (text) of the stack's CPU time" in report


def test_the_report_counts_each_stack_once() -> None:
    one = phase([1.0, 2.0], messages_left=3)
    report = render(results(one, one))
    assert "Handler runs by outcome: 2 failed. Dead letters: 0. Messages left in the queues: 3." in report
    assert "Hostile" not in report


@pytest.mark.parametrize(("content", "size"), [(many_scans(), (2000, 2000)), (empty_chunks(), (8, 8))])
def test_hostile_files_are_legal(content: bytes, size: tuple[int, int]) -> None:
    with Pillow.open(io.BytesIO(content)) as image:
        assert image.size == size
