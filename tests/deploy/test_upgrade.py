"""A stage of each earlier release, upgraded: the functions of this release find every image intact."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest
import requests
from jsonschema_rs import validator_for

from chalicelib.bootstrap.webhooks import WithWebhooks
from tests.conftest import Aws
from tests.deploy import lambda_events
from tests.deploy.account import OWNER
from tests.deploy.functions import Functions
from tests.deploy.needs_package import MARKS
from tests.deploy.release import BuiltRelease
from tests.processes import MARKER
from tests.upgrade.index_updates import upgrade_indexes
from tests.upgrade.scenario import COPIED, EARLIER_BODY, EARLIER_KEY, FOUR
from tests.upgrade.stage import Upgraded, created
from tests.upgrade.stored_release import StoredRelease, stored_releases

pytestmark = [*MARKS, getattr(pytest.mark, MARKER), pytest.mark.usefixtures("deployed_app")]

_URL = re.compile(r'https?://[^/]+/[^/]+/([^?"\s]*)(\?[^"\s]*)?')


@pytest.fixture(scope="module", params=stored_releases(), ids=lambda release: release.version)
def upgraded(
    request: pytest.FixtureRequest,
    aws: Aws,
    release: BuiltRelease,
    functions: Functions,
    tmp_path_factory: pytest.TempPathFactory,
) -> Upgraded:
    stored: StoredRelease = request.param
    earlier = created(stored, aws)
    stored.load(earlier.clients, earlier.environment)
    folders = (tmp_path_factory.mktemp("earlier"), release.folder)
    upgrade_indexes(stored, folders, earlier.clients.dynamodb, earlier.resources.images_table)
    return Upgraded(stored, replace(functions, aws=earlier, _running={}))


def test_every_image_is_answered_as_before(upgraded: Upgraded) -> None:
    for name, before in upgraded.release.facts["images"].items():
        status, document = upgraded.image(name)
        # Later releases may add fields and sign URLs anew, and other presets give other versions.
        expected = {field: each for field, each in before["document"].items() if field != "version"}
        known = {field: document.get(field) for field in expected}
        assert (status, without_hosts(known)) == (before["status"], without_hosts(expected))


def without_hosts(document: object) -> Any:
    """Return a document in which keys take the place of signed URLs."""
    return json.loads(_URL.sub(r"\1", json.dumps(document).replace('\\"', "'").replace("'", " ")))


def test_every_variant_has_the_same_bytes(upgraded: Upgraded) -> None:
    stored, compared = upgraded.release.outputs(), 0
    for name, before in upgraded.release.facts["images"].items():
        for variant in before["document"].get("variants", ()):
            redirect = upgraded.request(
                "GET", "/images/{image_id}/variants/{name}", image_id=upgraded.id(name), name=variant["name"]
            )
            assert redirect["statusCode"] == 302
            sent = requests.get(redirect["headers"]["Location"], timeout=10)
            key = without_hosts(variant["url"])
            assert (name, sent.content) == (name, stored[key])
            compared += 1
    assert compared > len(FOUR)


@pytest.mark.parametrize(
    ("query", "status"),
    [({}, None), ({"status": "ready"}, "ready"), ({"status": "failed"}, "failed")],
)
def test_listings_contain_what_they_did(
    upgraded: Upgraded, query: dict[str, str], status: str | None
) -> None:
    images = upgraded.release.facts["images"]
    expected = {
        name
        for name, each in images.items()
        if each["status"] == 200 and status in (None, each["document"]["status"])
    }
    assert upgraded.names(query) == expected


def test_images_are_found_by_their_external_ids_and_keys(upgraded: Upgraded) -> None:
    assert upgraded.names({"external_id": "ticket-7"}) == {"with metadata", "the same external id"}
    assert upgraded.names({"external_id": "secret"}) == set()
    assert upgraded.names({"key": COPIED}) == {"copied"}


def test_tokens_and_webhooks_stay(upgraded: Upgraded) -> None:
    token = lambda_events.authorization(upgraded.release.facts["token"])
    assert upgraded.functions.call("Authorize", token)["principalId"] == OWNER
    endpoint = WithWebhooks(upgraded.functions.aws.environment).endpoints.get(OWNER)
    assert endpoint is not None
    assert endpoint.url == "http://127.0.0.1:9/webhook"


def test_the_sweep_finishes_what_had_stopped(upgraded: Upgraded) -> None:
    upgraded.functions.call("Sweep", lambda_events.schedule_event())
    upgraded.run_requested()
    for name in ("stuck", "deferred", "not cleaned up"):
        assert (name, upgraded.image(name)[1]["status"]) == (name, "ready")
    (cleaned,) = (each for each in upgraded.records() if each["id"] == upgraded.id("not cleaned up"))
    assert "open_shard" not in cleaned


def test_an_image_is_rendered_again(upgraded: Upgraded) -> None:
    for name in ("copied", "edited", "failed"):
        again = upgraded.request("POST", "/images/{image_id}/reprocess", image_id=upgraded.id(name))
        assert again["statusCode"] == 202
    upgraded.run_requested()
    after = {name: upgraded.image(name)[1]["status"] for name in ("copied", "edited", "failed")}
    assert after == {"copied": "ready", "edited": "ready", "failed": "failed"}


def test_a_form_of_before_is_used(upgraded: Upgraded) -> None:
    record = next(each for each in upgraded.records() if each["id"] == upgraded.id("pending"))
    event = upgraded.functions.upload(record["key"], record["id"])
    upgraded.functions.call("ProcessUpload", event)
    assert upgraded.image("pending")[1]["status"] == "ready"


def test_an_idempotency_key_creates_one_image(upgraded: Upgraded) -> None:
    (record,) = (each for each in upgraded.records() if each["id"] == upgraded.id("idempotent"))
    headers = {"idempotency-key": EARLIER_KEY}
    answers = [upgraded.request("POST", "/images", EARLIER_BODY, headers=headers) for _ in range(2)]
    ids = {json.loads(each["body"])["id"] for each in answers if each["statusCode"] == 201}
    assert len(ids) == 1, answers
    # 0.9 kept the key apart from the record, so it is forgotten.
    assert (ids == {record["id"]}) is ("request_digest" in record)


def test_an_image_is_deleted_and_another_erased(upgraded: Upgraded) -> None:
    for name in ("one variant", "multipart"):
        deleted = upgraded.request("DELETE", "/images/{image_id}", image_id=upgraded.id(name))
        assert (name, deleted["statusCode"], upgraded.image(name)[0]) == (name, 204, 404)
    image_id = upgraded.id("four variants")
    erased = upgraded.request("DELETE", "/images/{image_id}", query={"erase": "true"}, image_id=image_id)
    assert erased["statusCode"] == 202
    queue = upgraded.functions.aws.resources.erasures.arn
    upgraded.functions.call("EraseImages", lambda_events.erasure(image_id, queue))
    assert upgraded.image("four variants")[0] == 410


def test_the_earlier_release_could_read_all_records(upgraded: Upgraded) -> None:
    reader = validator_for(upgraded.release.schema)
    found = list(upgraded.records())
    assert len(found) >= len(upgraded.release.facts["images"])
    for values in found:
        # What the release adds or converts as it reads an item.
        defaults = {"owner": "", "key": "", "filename": "", "created_at": values["updated_at"]}
        converted = {"expires_at": values["updated_at"]} if "expires_at" in values else {}
        reader.validate({**defaults, **values, **converted})
