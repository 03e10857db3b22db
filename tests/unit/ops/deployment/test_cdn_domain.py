"""A custom domain of the CDN: the variants' URLs have it, as long as nobody has chosen other ones."""

import pytest

from chalicelib.errors import ConfigurationError
from ops.exit_codes import ExitCode
from tests.fakes.account.account import FakeAccount
from tests.fakes.account.commands import deploy, deployed, read
from tests.fakes.account.consistency import outputs, parameters, variables

CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/1"
DOMAIN = ("--cdn-domain", "images.example.com", "--cdn-certificate", CERTIFICATE)
OTHER = ("--cdn-domain", "other.example.com", "--cdn-certificate", CERTIFICATE)
OWN = "https://own.example.com"


def base_url(account: FakeAccount) -> str:
    return variables(account)["PUBLIC_BASE_URL"]


def test_urls_of_variants_have_the_domain(account: FakeAccount) -> None:
    deployed(account, "--cdn", *DOMAIN)
    assert base_url(account) == "https://images.example.com"
    assert outputs(account, "cdn")["CdnDomainTarget"].endswith(".cloudfront.net")
    deployed(account)
    assert base_url(account) == "https://images.example.com"


def test_a_domain_can_come_later_and_change_and_go(account: FakeAccount) -> None:
    deployed(account, "--cdn")
    distribution = f"https://{outputs(account, 'cdn')['CdnDomainTarget']}"
    assert base_url(account) == distribution
    for options, expected in (
        (DOMAIN, "https://images.example.com"),
        (OTHER, "https://other.example.com"),
        (("--no-cdn-domain",), distribution),
    ):
        deployed(account, *options)
        assert base_url(account) == expected
    assert parameters(account, "cdn")["CdnCertificateArn"] == ""


def test_a_run_after_one_that_failed_in_between_completes_the_change(account: FakeAccount) -> None:
    deployed(account, "--cdn", *DOMAIN)
    account.operations.failures["darkroom-prod-app", "APIHandler"] = "failed"
    assert deploy(account, *OTHER).code is ExitCode.FAILED
    account.operations.failures.clear()
    deployed(account, *OTHER)
    assert base_url(account) == "https://other.example.com"


def test_without_a_cdn_there_is_no_domain_of_it(account: FakeAccount) -> None:
    outcome = deploy(account, *DOMAIN)
    assert outcome.code is ExitCode.FAILED
    assert "--cdn-domain needs a CDN; add --cdn" in outcome.text
    deployed(account, "--cdn", *DOMAIN)
    deployed(account, "--no-cdn")
    assert base_url(account) == ""


def test_a_base_url_that_was_chosen_stays(account: FakeAccount) -> None:
    deployed(account, "--cdn", *DOMAIN, "--set", f"PUBLIC_BASE_URL={OWN}")
    assert base_url(account) == OWN
    deployed(account)
    assert base_url(account) == OWN


def test_a_certificate_in_another_region_is_refused_before_anything_is_changed(account: FakeAccount) -> None:
    elsewhere = CERTIFICATE.replace("us-east-1", "eu-central-1")
    outcome = deploy(account, "--cdn", "--cdn-domain", "images.example.com", "--cdn-certificate", elsewhere)
    assert outcome.code is ExitCode.FAILED
    assert f"--cdn-certificate {elsewhere}: the certificate must be in us-east-1" in outcome.text
    assert not account.cloudformation.stacks


def test_a_domain_and_its_certificate_belong_together() -> None:
    for options in (DOMAIN[:2], DOMAIN[2:]):
        with pytest.raises(ConfigurationError, match="must be used together"):
            read(*options)
