"""Which records the query for a page reads."""

import pytest

from chalicelib.aws.listing import listing_query
from chalicelib.models import ListRequest, Status
from tests.unit.deployment import OWNER

LARGEST = ListRequest(limit=100)


@pytest.mark.parametrize("status", [Status.PENDING, Status.PROCESSING])
def test_a_filtered_page_reads_no_more_than_the_largest_page(status: Status) -> None:
    filtered = listing_query("images", OWNER, ListRequest(limit=1, status=status))
    assert filtered["Limit"] <= listing_query("images", OWNER, LARGEST)["Limit"]
