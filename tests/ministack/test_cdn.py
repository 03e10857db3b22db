"""Variants that CloudFront serves, on MiniStack."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests
from darkroom import Client

from tests.ministack.account import Account
from tests.ministack.checkout import Checkout
from tests.ministack.stage import ARCHITECTURE, STAGE, Stage

pytestmark = [pytest.mark.by_hand, pytest.mark.timeout(900), pytest.mark.shares_processes]


@pytest.fixture(scope="module")
def stage(account: Account, checkout: Checkout) -> Stage:
    checkout.deploy(STAGE, "--architecture", ARCHITECTURE, "--cdn")
    return Stage(account, checkout)


def test_the_distribution_serves_variants(stage: Stage, client: Client, png: Path) -> None:
    url = urlsplit(client.upload(png).variants[0].url)
    base = stage.account.outputs(f"darkroom-{STAGE}-cdn")["PublicBaseUrl"]
    assert f"{url.scheme}://{url.netloc}" == base
    assert url.query == ""
    # MiniStack serves all distributions at one address.
    headers = {"Host": url.netloc, "X-Forwarded-Proto": "https"}
    served = requests.get(f"{stage.account.url}{url.path}", headers=headers, timeout=60)
    assert (served.status_code, served.headers["Content-Type"]) == (200, "image/png")


def test_without_the_distribution_urls_are_signed(stage: Stage, client: Client, png: Path) -> None:
    stage.checkout.deploy(STAGE, "--no-cdn")
    assert stage.account.client("cloudfront").list_distributions()["DistributionList"].get("Items", []) == []
    url = client.upload(png).variants[0].url
    assert "X-Amz-Signature=" in url
    assert requests.get(url, timeout=60).status_code == 200
