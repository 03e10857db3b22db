"""The outcome that a run without news restores."""

import pytest
from msgspec.structs import replace

from chalicelib.domain.transitions import CONTENT_REFUSED, restored
from chalicelib.models import Failure, Image, Status
from tests.fakes import START
from tests.unit.deployment import KEY, OWNER

CLAIMED = Image(
    id="id",
    key=KEY,
    filename="cat.jpg",
    owner=OWNER,
    status=Status.PROCESSING,
    created_at=START,
    updated_at=START,
    revision=3,
)


@pytest.mark.parametrize(
    ("code", "attempts", "invalidates"),
    [(CONTENT_REFUSED, 2, True), (CONTENT_REFUSED, 1, False), ("corrupt_image", 2, False)],
    ids=["rejected, other runs", "rejected, no other run", "not rejected"],
)
def test_copies_of_what_other_runs_stored_are_invalidated_if_the_image_stays_rejected(
    code: str, attempts: int, *, invalidates: bool
) -> None:
    image = replace(CLAIMED, error=Failure(code=code, detail=""), attempts=attempts)
    assert restored(image).status is Status.FAILED
    assert restored(image).invalidation_pending is invalidates
