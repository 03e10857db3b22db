from dataclasses import replace
from datetime import UTC, datetime

import pytest
from darkroom import Failure, Image, Status, Variant

from load.expected_outputs import Expected, Output
from load.plan import Item, Kind
from load.results import Verdict, judge

MOMENT = datetime(2026, 1, 1, tzinfo=UTC)
OUTPUT = Output(size=3, md5="0cc1")
GOOD, BROKEN = Item(1, Kind.SMALL, "jpeg"), Item(2, Kind.TEXT, "jpeg")
RENDERED = Expected(frozenset({OUTPUT}), None, 0.01)
REFUSED = Expected(frozenset(), "unsupported_format", 0.01)
VARIANT = Variant(
    name="300x300", url="http://x", content_type="image/jpeg", width=300, height=200, size=OUTPUT.size
)
READY = Image(
    id="a",
    status=Status.READY,
    filename="a.jpg",
    created_at=MOMENT,
    updated_at=MOMENT,
    variants=(VARIANT,),
)
FAILED = replace(
    READY, status=Status.FAILED, variants=(), error=Failure(code="unsupported_format", detail="not an image")
)
STORED = frozenset({OUTPUT})
NOTHING: frozenset[Output] = frozenset()


def test_a_valid_file_with_the_engines_own_output_is_correct() -> None:
    assert judge(GOOD, READY, STORED, RENDERED) is Verdict.CORRECT


def test_a_broken_file_that_failed_with_its_error_code_is_correct() -> None:
    assert judge(BROKEN, FAILED, NOTHING, REFUSED) is Verdict.CORRECT


def test_an_image_without_a_record_is_lost() -> None:
    assert judge(GOOD, None, NOTHING, RENDERED) is Verdict.LOST


@pytest.mark.parametrize("status", [Status.PENDING, Status.PROCESSING])
def test_an_image_without_a_final_status_is_stuck(status: Status) -> None:
    assert judge(GOOD, replace(READY, status=status, variants=()), NOTHING, RENDERED) is Verdict.STUCK


@pytest.mark.parametrize(
    ("item", "image", "stored", "expected"),
    [
        (GOOD, READY, frozenset({Output(3, "other")}), RENDERED),
        (GOOD, READY, frozenset({OUTPUT, Output(9, "orphan")}), RENDERED),
        (GOOD, READY, NOTHING, RENDERED),
        (GOOD, replace(READY, variants=()), STORED, RENDERED),
        (GOOD, FAILED, NOTHING, RENDERED),
        (BROKEN, READY, STORED, REFUSED),
        (BROKEN, FAILED, STORED, REFUSED),
        (BROKEN, replace(FAILED, error=Failure(code="processing_failed", detail="")), NOTHING, REFUSED),
    ],
)
def test_anything_else_is_wrong(
    item: Item, image: Image, stored: frozenset[Output], expected: Expected
) -> None:
    assert judge(item, image, stored, expected) is Verdict.WRONG
