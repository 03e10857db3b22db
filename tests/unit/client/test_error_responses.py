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
from darkroom.messages import retry_after

from tests.unit.client import payloads
from tests.unit.client.payloads import URL
from tests.unit.client.web import Web

LONG_PAUSE = {"Retry-After": "3600"}  # too long for a retry, so each case needs only one response


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, InvalidRequestError),
        (401, UnauthorizedError),
        (403, UnauthorizedError),
        (404, NotFoundError),
        (409, InvalidRequestError),
        (410, NotFoundError),
        (418, ApiError),
        (413, InvalidRequestError),
        (415, InvalidRequestError),
        (422, InvalidRequestError),
        (429, UnavailableError),
        (500, UnavailableError),
        (503, UnavailableError),
    ],
)
def test_each_status_maps_to_an_error(client: Client, web: Web, status: int, kind: type[ApiError]) -> None:
    web.get(f"{URL}/images/id1", status=status, json=payloads.problem(status, "odd"), headers=LONG_PAUSE)

    with pytest.raises(ApiError) as caught:
        client.get("id1")
    assert type(caught.value) is kind


def test_a_variant_that_is_not_allowed_is_no_matter_of_the_token(client: Client, web: Web) -> None:
    web.get(f"{URL}/images/id1/render", status=403, json=payloads.problem(403, "operations_not_allowed"))

    with pytest.raises(InvalidRequestError):
        client.rendition_url("id1", preset="unknown")


def test_error_contains_the_problem_details(client: Client, web: Web) -> None:
    web.get(f"{URL}/images/id1", status=400, json=payloads.problem(400, "unknown_preset", field="variants"))

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
def test_describes_an_error_response_that_is_not_problem_json(
    client: Client, web: Web, body: str | bytes
) -> None:
    web.get(f"{URL}/images/id1", status=403, body=body)

    with pytest.raises(UnauthorizedError, match="403 Forbidden") as caught:
        client.get("id1")
    assert caught.value.code == "http_403"


def test_unknown_gateway_path_is_not_an_authorization_error(client: Client, web: Web) -> None:
    web.get(f"{URL}/images/id1", status=403, json={"message": "Missing Authentication Token"})

    with pytest.raises(InvalidResponse, match="The base URL may be wrong"):
        client.get("id1")


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("3600", "3600.0"), ("9" * 5000, "None"), ("Fri, 31 Dec 99999 23:59:59 GMT", "None"), ("-1", "None")],
)
def test_the_requested_pause_is_a_float_or_unknown(header: str, seconds: str) -> None:
    """Hints of the command line depend on the type."""
    assert repr(retry_after({"Retry-After": header})) == seconds
