"""Variants that CloudFront serves, on MiniStack."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests
from darkroom import Client

from chalicelib.domain.invalidation import cache_tag
from tests.ministack.account import Account
from tests.ministack.checkout import Checkout
from tests.ministack.stage import NEW, STAGE, Stage, eventually

pytestmark = [pytest.mark.by_hand, pytest.mark.timeout(900), pytest.mark.shares_processes]


@pytest.fixture(scope="module")
def stage(account: Account, checkout: Checkout) -> Stage:
    checkout.deploy(STAGE, *NEW, "--cdn")
    return Stage(account, checkout)


def invalidated(stage: Stage) -> list[list[str]]:
    """Return the paths of each invalidation."""
    client, distribution = stage.account.client("cloudfront"), stage.variables()["DISTRIBUTION_ID"]
    listed = client.list_invalidations(DistributionId=distribution)["InvalidationList"].get("Items", [])
    details = [client.get_invalidation(DistributionId=distribution, Id=each["Id"]) for each in listed]
    return [each["Invalidation"]["InvalidationBatch"]["Paths"]["Items"] for each in details]


def test_the_distribution_serves_variants(stage: Stage, client: Client, png: Path) -> None:
    """MiniStack has no origin groups, so this uses a key of an earlier release, which needs none."""
    image = client.upload(png)
    url = urlsplit(image.variants[0].url)
    base = stage.account.outputs(f"darkroom-{STAGE}-cdn")["PublicBaseUrl"]
    assert f"{url.scheme}://{url.netloc}" == base
    assert url.query == ""
    # MiniStack serves all distributions at one address.
    headers = {"Host": url.netloc, "X-Forwarded-Proto": "https"}
    s3, bucket, earlier = stage.account.client("s3"), stage.variables()["DEST_BUCKET"], "images/cat.png/a.png"
    source = {"Bucket": bucket, "Key": url.path.removeprefix("/")}
    s3.copy_object(Bucket=bucket, Key=earlier, CopySource=source)
    served = requests.get(f"{stage.account.url}/{earlier}", headers=headers, timeout=60)
    assert (served.status_code, served.headers["Content-Type"]) == (200, "image/png")
    assert served.headers["Cache-Control"].startswith("public, ")
    assert served.headers["x-amz-meta-cache-tag"] == cache_tag(image.id)


def test_the_distribution_asks_the_api_for_files_that_s3_does_not_have(stage: Stage) -> None:
    client, distribution = stage.account.client("cloudfront"), stage.variables()["DISTRIBUTION_ID"]
    config = client.get_distribution_config(Id=distribution)["DistributionConfig"]
    (group,) = config["OriginGroups"]["Items"]
    assert [member["OriginId"] for member in group["Members"]["Items"]] == ["processed", "api"]
    (api,) = (origin for origin in config["Origins"]["Items"] if origin["Id"] == "api")
    assert api["DomainName"] == stage.account.outputs(f"darkroom-{STAGE}-app")["ApiDomain"]
    assert api["OriginPath"] == f"/{STAGE}"
    targets = {each["PathPattern"]: each["TargetOriginId"] for each in config["CacheBehaviors"]["Items"]}
    assert targets == {"/v/*": group["Id"], "/embed/*": "api"}


def test_the_api_leads_from_an_earlier_url_to_the_current_file(
    stage: Stage, client: Client, png: Path
) -> None:
    image = client.upload(png)
    current = image.variants[0].url
    earlier = urlsplit(current)._replace(path=urlsplit(current).path.replace(version_of(current), "0" * 16))
    answer = requests.get(f"{stage.url}{earlier.path}", allow_redirects=False, timeout=60)
    assert (answer.status_code, answer.headers["Location"]) == (302, current)
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    client.delete(image.id)
    gone = requests.get(f"{stage.url}{earlier.path}", allow_redirects=False, timeout=60)
    assert (gone.status_code, gone.json()["code"]) == (410, "image_deleted")


def version_of(url: str) -> str:
    return urlsplit(url).path.split("/")[3]


def test_a_deletion_invalidates_what_the_distribution_has_cached(
    stage: Stage, client: Client, png: Path
) -> None:
    image = client.upload(png)
    client.delete(image.id)
    eventually(lambda: [f"#{cache_tag(image.id)}"] in invalidated(stage))


def test_without_the_distribution_urls_are_signed(stage: Stage, client: Client, png: Path) -> None:
    stage.checkout.deploy(STAGE, "--no-cdn")
    assert stage.account.client("cloudfront").list_distributions()["DistributionList"].get("Items", []) == []
    url = client.upload(png).variants[0].url
    assert "X-Amz-Signature=" in url
    served = requests.get(url, timeout=60)
    assert (served.status_code, served.headers["Cache-Control"]) == (200, "private, max-age=900")
    assert stage.variables()["INVALIDATIONS_QUEUE"] == ""
