"""Edits and metadata, in requests that the service's own parser reads."""

import json
from typing import Any

import pytest
from darkroom import UNCHANGED, Client, Image
from msgspec import UNSET

from chalicelib.api import requests
from chalicelib.models import Crop, Focus, Metadata, ReprocessRequest, VariantChange
from tests.unit.client import payloads
from tests.unit.client.clocks import FakeClock
from tests.unit.client.fake_service import FakeService
from tests.unit.client.payloads import URL
from tests.unit.client.web import Web


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, ReprocessRequest()),
        ({"variants": ["small"]}, ReprocessRequest(variants=("small",))),
        (
            {"add": ["small"], "remove": ["large"]},
            ReprocessRequest(variants=VariantChange(add=("small",), remove=("large",))),
        ),
        ({"remove": ["large"]}, ReprocessRequest(variants=VariantChange(remove=("large",)))),
        ({"focus": (0.5, 0.25)}, ReprocessRequest(focus=Focus(x=0.5, y=0.25))),
        ({"focus": None, "crop": None}, ReprocessRequest(focus=None, crop=None)),
        ({"crop": (0, 0, 0.5, 1)}, ReprocessRequest(crop=Crop(x=0, y=0, width=0.5, height=1))),
        ({"rotate": 0, "focus": UNCHANGED}, ReprocessRequest(rotate=0, focus=UNSET)),
    ],
)
def test_reprocess_sends_only_what_changes(
    client: Client, web: Web, options: dict[str, Any], expected: ReprocessRequest
) -> None:
    web.post(f"{URL}/images/id1/reprocess", status=202, json=payloads.image(status="processing"))

    assert client.reprocess("id1", **options).status == "processing"
    assert requests.reprocess_request(web.calls[-1].body) == expected


def test_a_reprocessed_image_can_be_waited_for(web: Web, clock: FakeClock) -> None:
    web.post(f"{URL}/images/id1/reprocess", status=202, json=payloads.image(status="processing"))
    web.get(f"{URL}/images/id1", json=payloads.image())

    with Client(URL, clock=clock) as client:
        assert client.reprocess("id1", add=["small"]).wait().status == "ready"


@pytest.mark.parametrize("options", [{"variants": "small"}, {"add": "small"}, {"remove": "small"}])
def test_a_single_name_is_refused(client: Client, options: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match=r"\['small'\]"):
        client.reprocess("id1", **options)


def test_all_presets_and_a_change_exclude_each_other(client: Client) -> None:
    with pytest.raises(ValueError, match="`add`"):
        client.reprocess("id1", variants=["small"], add=["large"])


def test_update_sends_a_merge_patch(client: Client, web: Web) -> None:
    merge_patch = {"Content-Type": "application/merge-patch+json"}
    document = payloads.image(metadata={"external_id": None, "tags": [], "alt": "A cat", "custom": {"a": 1}})
    web.patch(f"{URL}/images/id1", json=document, with_headers=merge_patch)

    image = client.update("id1", {"alt": "A cat", "tags": None, "custom": {"a": 1}})

    assert (image.metadata.alt, image.metadata.custom) == ("A cat", {"a": 1})
    expected = {"metadata": {"alt": "A cat", "tags": None, "custom": {"a": 1}}}
    assert requests.image_patch(web.calls[-1].body) == expected


def test_upload_sends_edits_and_metadata(
    live_client: Client, live_service: FakeService, image_file: Any
) -> None:
    live_client.upload(
        image_file, crop=(0, 0, 0.5, 1), rotate=90, metadata={"external_id": "sku-1", "tags": ["red"]}
    )

    request = requests.upload_request(json.dumps(live_service.requested[-1]))
    assert (request.crop, request.rotate) == (Crop(x=0, y=0, width=0.5, height=1), 90)
    assert request.metadata == Metadata(external_id="sku-1", tags=("red",))
    assert request.focus is None


def test_images_are_listed_by_external_id(client: Client, web: Web) -> None:
    query = {"external_id": "sku-1", "limit": "100"}
    found = payloads.image(metadata={"external_id": "sku-1"})
    web.get(f"{URL}/images", json={"images": [found], "next_cursor": None}, query=query)

    [image] = client.list(external_id="sku-1")
    assert isinstance(image, Image)


def test_an_older_service_that_lists_all_images_is_not_believed(client: Client, web: Web) -> None:
    web.get(f"{URL}/images", json={"images": [payloads.image()], "next_cursor": None})

    assert list(client.list(external_id="sku-1")) == []
