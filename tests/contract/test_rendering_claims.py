"""Contract of RenderingClaims, for the fake and the DynamoDB adapter."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from chalicelib.aws.rendering_claims import DynamoDBRenderingClaims
from chalicelib.models import Failure
from chalicelib.ports import RenderingClaims
from tests.contract.conftest import EMULATORS
from tests.contract.emulators import Tables, tables_on
from tests.contract.records import NOW
from tests.fakes import FakeRenderingClaims

UNTIL = NOW + timedelta(seconds=60)
LATER = NOW + timedelta(minutes=10)
FAILURE = Failure(code="corrupt_image", detail="größer than “expected”")


# dynalite does not return the item that failed a condition, which has the failure
@pytest.fixture(params=["fake", *EMULATORS])
def claims(request: pytest.FixtureRequest) -> RenderingClaims:
    if request.param == "fake":
        return FakeRenderingClaims()
    tables = tables_on(request)
    return DynamoDBRenderingClaims(tables.client, tables.images)


@pytest.fixture
def file() -> str:
    return f"d/{uuid.uuid4().hex}/0123456789ab/w_640,h_360.webp"


def test_a_file_is_claimed_once_until_the_claim_ends(claims: RenderingClaims, file: str) -> None:
    assert claims.claim(file, now=NOW, until=UNTIL) == "claimed"
    assert claims.claim(file, now=NOW, until=UNTIL) == "running"
    assert claims.claim(file, now=UNTIL - timedelta(microseconds=1), until=LATER) == "running"
    assert claims.claim(file, now=UNTIL, until=LATER) == "claimed"


def test_each_file_has_claims_of_its_own(claims: RenderingClaims, file: str) -> None:
    assert claims.claim(file, now=NOW, until=UNTIL) == "claimed"
    assert claims.claim(file.replace(".webp", ".avif"), now=NOW, until=UNTIL) == "claimed"


def test_one_of_concurrent_callers_gets_the_claim(claims: RenderingClaims, file: str) -> None:
    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(lambda _: claims.claim(file, now=NOW, until=UNTIL), range(16)))
    assert sorted(map(str, results)) == ["claimed", *["running"] * 15]


def test_a_released_file_can_be_claimed_at_once(claims: RenderingClaims, file: str) -> None:
    claims.claim(file, now=NOW, until=UNTIL)
    claims.release(file, until=UNTIL)
    assert claims.claim(file, now=NOW, until=UNTIL) == "claimed"


def test_a_failure_is_remembered_for_as_long_as_it_says(claims: RenderingClaims, file: str) -> None:
    claims.claim(file, now=NOW, until=UNTIL)
    claims.fail(file, FAILURE, until=UNTIL, remembered_until=LATER)
    assert claims.claim(file, now=UNTIL, until=LATER) == FAILURE
    assert claims.claim(file, now=LATER - timedelta(microseconds=1), until=LATER) == FAILURE
    assert claims.claim(file, now=LATER, until=LATER + timedelta(seconds=60)) == "claimed"
    assert claims.claim(file, now=LATER, until=LATER + timedelta(seconds=60)) == "running"


def test_a_claim_that_was_replaced_neither_ends_nor_fails_the_new_one(
    claims: RenderingClaims, file: str
) -> None:
    claims.claim(file, now=NOW, until=UNTIL)
    claims.claim(file, now=UNTIL, until=LATER)
    claims.release(file, until=UNTIL)
    claims.fail(file, FAILURE, until=UNTIL, remembered_until=LATER)
    assert claims.claim(file, now=UNTIL, until=LATER) == "running"


def test_releasing_or_failing_a_file_without_a_claim_changes_nothing(
    claims: RenderingClaims, file: str
) -> None:
    claims.release(file, until=UNTIL)
    claims.fail(file, FAILURE, until=UNTIL, remembered_until=LATER)
    assert claims.claim(file, now=NOW, until=UNTIL) == "claimed"


def test_the_table_deletes_the_item_after_the_claim_or_the_failure(tables: Tables, file: str) -> None:
    claims = DynamoDBRenderingClaims(tables.client, tables.images)
    key = {"id": {"S": f"rendition#{file}"}}
    claims.claim(file, now=NOW, until=UNTIL)
    item = tables.client.get_item(TableName=tables.images, Key=key)["Item"]
    assert item["expires_at"] == {"N": "1767268861"}
    claims.fail(file, FAILURE, until=UNTIL, remembered_until=LATER)
    item = tables.client.get_item(TableName=tables.images, Key=key)["Item"]
    assert item["expires_at"] == {"N": "1767269401"}
