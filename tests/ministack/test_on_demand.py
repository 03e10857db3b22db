"""Variants on demand on MiniStack: the function, its role, the API's redirects, and the keys at the CDN.

MiniStack has no origin groups, so the test sends the requests that CloudFront would send to the API.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from botocore.exceptions import ClientError
from darkroom import Client

from tests.ministack.account import Account
from tests.ministack.checkout import Checkout
from tests.ministack.stage import NEW, STAGE, Stage

pytestmark = [pytest.mark.by_hand, pytest.mark.timeout(900), pytest.mark.shares_processes]

SMALL = {"name": "small", "width": 100}
POLICY = {"widths": [160, 320], "ratios": ["source"], "formats": ["webp", "jpeg"]}


def presets(folder: Path, **more: object) -> str:
    file = folder / "presets.json"
    file.write_text(json.dumps({"presets": [SMALL], "default": ["small"], **more}), "utf-8")
    return str(file)


@pytest.fixture(scope="module")
def stage(account: Account, checkout: Checkout, tmp_path_factory: pytest.TempPathFactory) -> Stage:
    file = presets(tmp_path_factory.mktemp("presets"), on_demand=POLICY)
    # The functions of a new account have too little concurrency to reserve any.
    checkout.deploy(STAGE, *NEW, "--cdn", "--presets", file)
    return Stage(account, checkout)


def address(client: Client, token: str, stage: Stage, file: Path, operations: str) -> str:
    """Upload an image; return the path of one of its variants on demand."""
    image = client.upload(file)
    document = requests.get(
        f"{stage.url}/images/{image.id}", headers={"Authorization": f"Bearer {token}"}, timeout=60
    ).json()
    template: str = document["on_demand"]["url"]
    return urlsplit(template.replace("{operations}", operations)).path


def get(stage: Stage, path: str) -> requests.Response:
    return requests.get(
        f"{stage.url}{path}", headers={"Accept": "image/webp"}, allow_redirects=False, timeout=60
    )


def uses(stage: Stage) -> dict[str, str]:
    """Return what each signing key is used for, by its id."""
    _, *rows = stage.checkout.ops("signing-key", "list", "--stage", STAGE).splitlines()
    return {row.split()[0]: row.partition("less than a day")[2].strip() for row in rows}


def test_a_first_request_stores_the_file_and_leads_back_to_the_cdn(
    stage: Stage, client: Client, token: str, png: Path
) -> None:
    path = address(client, token, stage, png, "w_300")
    s3, bucket = stage.account.client("s3"), stage.variables()["DEST_BUCKET"]
    answer = get(stage, path)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (302, "no-store")
    assert urlsplit(answer.headers["Location"]).query == "n=1"
    _, _, image_id, version, _ = path.split("/")
    key = f"d/{image_id}/{version}/w_320.webp"
    stored = s3.head_object(Bucket=bucket, Key=key)
    assert (stored["ContentType"], "cache-tag" in stored["Metadata"]) == ("image/webp", True)
    # What CloudFront sends if S3 does not answer: the file is there, so nothing is rendered.
    assert get(stage, f"/{key}?n=1").status_code == 302
    assert get(stage, f"/{key}?n=2").status_code == 503
    assert [each["VersionId"] for each in versions(stage, image_id)] == [stored["VersionId"]]


def versions(stage: Stage, image_id: str) -> list[Any]:
    listed = stage.account.client("s3").list_object_versions(
        Bucket=stage.variables()["DEST_BUCKET"], Prefix=f"d/{image_id}/"
    )
    return [*listed.get("Versions", ()), *listed.get("DeleteMarkers", ())]


def test_what_the_policy_does_not_allow_is_refused(
    stage: Stage, client: Client, token: str, png: Path
) -> None:
    path = address(client, token, stage, png, "w_640")
    refused = get(stage, path)
    assert (refused.status_code, refused.json()["code"]) == (403, "operations_not_allowed")
    assert versions(stage, path.split("/")[2]) == []


def test_a_deletion_removes_the_files(stage: Stage, client: Client, token: str, png: Path) -> None:
    path = address(client, token, stage, png, "w_160")
    assert get(stage, path).status_code == 302
    image_id = path.split("/")[2]
    assert len(versions(stage, image_id)) == 1
    client.delete(image_id)
    assert versions(stage, image_id) == []


def test_the_role_of_the_function_reaches_nothing_else(stage: Stage) -> None:
    """MiniStack checks policies for the requests of a session of the role, as IAM does."""
    role = stage.account.assume(stage.configuration("render_on_demand")["Role"])
    s3, dynamodb = (stage.account.client(service, role) for service in ("s3", "dynamodb"))
    variables = stage.variables()
    bucket, uploads, table = (variables[name] for name in ("DEST_BUCKET", "UPLOAD_BUCKET", "IMAGES_TABLE"))
    item = {"id": {"S": "x"}}
    dynamodb.get_item(TableName=table, Key=item)
    s3.put_object(Bucket=bucket, Key="d/any", Body=b"")
    refused: list[Callable[[], object]] = [
        lambda: s3.put_object(Bucket=bucket, Key="v/any", Body=b""),
        lambda: s3.get_object(Bucket=bucket, Key="v/any"),
        lambda: s3.list_objects_v2(Bucket=bucket, Prefix="d/"),
        lambda: s3.put_object(Bucket=uploads, Key="images/any", Body=b""),
        lambda: s3.list_objects_v2(Bucket=uploads, Prefix="images/"),
        lambda: dynamodb.put_item(TableName=table, Item=item),
        lambda: dynamodb.scan(TableName=table),
    ]
    for call in refused:
        with pytest.raises(ClientError, match="AccessDenied"):
            call()


def test_keys_are_rotated_at_the_api_and_at_the_cdn(
    stage: Stage, client: Client, token: str, png: Path
) -> None:
    key_id, secret = stage.checkout.ops("signing-key", "add", "--stage", STAGE).strip().split(":")
    assert uses(stage) == {key_id: "signs and verifies"}
    parameter = stage.account.client("ssm").get_parameter(
        Name=f"/darkroom/{STAGE}/signing-keys", WithDecryption=True
    )["Parameter"]
    assert parameter["Type"] == "SecureString"
    assert json.loads(parameter["Value"]) == {"keys": [{"id": key_id, "secret": secret}]}
    image = client.upload(png)
    with Client(stage.url, token, signing_key=f"{key_id}:{secret}") as signing:
        signed = urlsplit(signing.url(image, width=222, format="webp"))
    assert get(stage, f"{signed.path}?{signed.query}").status_code == 302
    stage.checkout.ops("signing-key", "retire", key_id, "--stage", STAGE)
    assert uses(stage) == {}


def test_without_a_policy_the_cdn_has_no_function(stage: Stage, tmp_path: Path) -> None:
    cdn = f"darkroom-{STAGE}-cdn"
    assert "KeyValueStoreArn" in stage.account.outputs(cdn)
    stage.checkout.deploy(STAGE, "--presets", presets(tmp_path))
    assert "KeyValueStoreArn" not in stage.account.outputs(cdn)
    functions = stage.account.client("cloudfront").list_functions()["FunctionList"]
    assert functions.get("Items", []) == []
