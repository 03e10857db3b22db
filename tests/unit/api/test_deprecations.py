"""The headers of deprecated operations: https://www.rfc-editor.org/rfc/rfc9745, rfc8594."""

from datetime import date
from email.utils import parsedate_to_datetime

from chalicelib.api.deprecations import DEPRECATED, Deprecation, headers
from chalicelib.api.openapi_operations import operations

OLD = {
    ("get", "/old/{id}"): Deprecation(
        since=date(2027, 1, 1), sunset=date(2028, 1, 1), link="https://example.com/#old"
    )
}


def test_a_deprecated_operation_says_since_when_until_when_and_why() -> None:
    found = headers("GET", "/old/{id}", OLD)
    assert found["Deprecation"] == "@1798761600"
    assert parsedate_to_datetime(found["Sunset"]).date() == date(2028, 1, 1)
    assert found["Link"] == '<https://example.com/#old>; rel="deprecation"; type="text/html"'


def test_other_operations_say_nothing() -> None:
    assert headers("POST", "/old/{id}", OLD) == headers("GET", "/new/{id}", OLD) == {}


def test_what_is_deprecated_exists_for_at_least_a_year() -> None:
    existing = {(each.method, each.path) for each in operations(public_variants=True)}
    assert DEPRECATED.keys() <= existing
    assert all((each.sunset - each.since).days >= 365 for each in DEPRECATED.values())
