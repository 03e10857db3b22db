"""What client and service tell each other about their versions."""

import re
from pathlib import Path

import darkroom
import pytest
from darkroom import Client

from tests.unit.client import payloads
from tests.unit.client.payloads import URL
from tests.unit.client.web import Web

IMAGE_URL = f"{URL}/images/id1"
DEPRECATED = {
    "Deprecation": "@1798761600",
    "Sunset": "Sat, 01 Jan 2028 00:00:00 GMT",
    "Link": '<https://example.com/#old>; rel="deprecation"',
}


def test_requests_name_the_client_and_its_version(client: Client, web: Web) -> None:
    web.get(IMAGE_URL, json=payloads.image("id1"))
    client.get("id1")
    assert web.calls[0].headers["User-Agent"] == f"darkroom-python/{darkroom.__version__}"


def test_a_deprecated_operation_causes_a_warning(client: Client, web: Web) -> None:
    web.get(IMAGE_URL, json=payloads.image("id1"), headers=DEPRECATED)
    warning = (
        "GET /api/images/id1 is deprecated and ends on Sat, 01 Jan 2028 00:00:00 GMT; update the client."
        ' <https://example.com/#old>; rel="deprecation"'
    )
    with pytest.warns(DeprecationWarning, match=re.escape(warning)) as caught:
        client.get("id1")
    # Python hides those of libraries by default.
    assert Path(darkroom.__file__).parent not in Path(caught[0].filename).parents
