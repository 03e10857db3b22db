import pytest
from darkroom import (
    ApiError,
    Client,
    DarkroomError,
    InvalidRequestError,
    InvalidResponse,
    NotFoundError,
    UnauthorizedError,
    UnavailableError,
)
from responses import RequestsMock

from tests.unit.client import documents
from tests.unit.client.documents import URL

PATIENCE = {"Retry-After": "3600"}  # too long to wait for, so that each case needs one answer only


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, InvalidRequestError),
        (401, UnauthorizedError),
        (403, UnauthorizedError),
        (404, NotFoundError),
        (409, UnavailableError),
        (418, ApiError),
        (413, InvalidRequestError),
        (415, InvalidRequestError),
        (422, InvalidRequestError),
        (429, UnavailableError),
        (500, UnavailableError),
        (503, UnavailableError),
    ],
)
def test_each_status_has_its_error(
    client: Client, web: RequestsMock, status: int, kind: type[ApiError]
) -> None:
    web.get(f"{URL}/images/id1", status=status, json=documents.problem(status, "odd"), headers=PATIENCE)

    with pytest.raises(ApiError) as caught:
        client.get("id1")
    assert type(caught.value) is kind


def test_a_problem_keeps_what_the_service_said(client: Client, web: RequestsMock) -> None:
    web.get(f"{URL}/images/id1", status=400, json=documents.problem(400, "unknown_preset", field="variants"))

    with pytest.raises(InvalidRequestError) as caught:
        client.get("id1")
    error = caught.value
    assert (error.status, error.code, error.detail, error.field) == (
        400,
        "unknown_preset",
        "It is unknown_preset",
        "variants",
    )
    assert isinstance(error, DarkroomError)


@pytest.mark.parametrize("body", ["<html>no</html>", '{"message": "Forbidden"}', "", b"\xff"])
def test_a_refusal_that_the_service_did_not_write_is_described_all_the_same(
    client: Client, web: RequestsMock, body: str | bytes
) -> None:
    web.get(f"{URL}/images/id1", status=403, body=body)

    with pytest.raises(UnauthorizedError, match="403 Forbidden") as caught:
        client.get("id1")
    assert caught.value.code == "http_403"


def test_a_path_that_the_gateway_does_not_know_is_no_matter_of_tokens(
    client: Client, web: RequestsMock
) -> None:
    web.get(f"{URL}/images/id1", status=403, json={"message": "Missing Authentication Token"})

    with pytest.raises(InvalidResponse, match="is the base URL right"):
        client.get("id1")
