"""How files are split into parts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain import part_plan
from chalicelib.models import MultipartUpload, StoredPart
from tests.fakes import START

MIB = 1024 * 1024


def an_upload(size: int, part_size: int) -> MultipartUpload:
    return MultipartUpload(upload_id="u", size=size, part_size=part_size, expires_at=START)


@given(size=st.integers(1, 5 * 1024**4))
def test_every_plan_is_within_the_limits_of_s3(size: int) -> None:
    upload = an_upload(size, part_plan.part_size(size))
    *full, last = part_plan.sizes(upload)
    assert sum(full) + last == size
    assert len(full) + 1 <= part_plan.MAX_PARTS
    assert all(each >= 5 * MIB for each in full)
    assert upload.part_size <= 5 * 1024**3 or size > part_plan.MAX_PARTS * 5 * 1024**3
    assert 1 <= last <= upload.part_size
    assert list(part_plan.numbers(upload)) == list(range(1, len(full) + 2))


@pytest.mark.parametrize(
    ("size", "part_size"),
    [(1, 5 * MIB), (500 * MIB, 5 * MIB), (500 * MIB + 1, 6 * MIB), (900 * MIB, 9 * MIB)],
)
def test_parts_are_as_small_as_the_limits_allow(size: int, part_size: int) -> None:
    assert part_plan.part_size(size) == part_size


def test_parts_with_another_size_are_missing() -> None:
    stored = [StoredPart(number=number, size=size, etag="e") for number, size in ((1, 8), (2, 7), (4, 8))]
    assert part_plan.missing(an_upload(20, 8), stored) == [2, 3]
    assert part_plan.missing(an_upload(16, 8), [StoredPart(number=2, size=8, etag="e")]) == [1]
