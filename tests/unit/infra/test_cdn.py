"""infra/cdn.yaml: which requests go to S3 and which to the API."""

from typing import Any

import pytest

from local.cdn.cache import lifetime
from local.cdn.edge import Edge
from local.cdn.origins import Answer
from tests.unit.infra.templates import create, distribution

API = "abc123.execute-api.eu-central-1.amazonaws.com"
FILE = "/v/ID/0123456789abcdef/small.jpg"
SCRIPT = "/embed/1.0.0/darkroom.js"
VARIANT = "/images/ID/variants/small"
ORIGINAL_POLICIES = ("ViewerProtocolPolicy", "Compress", "CachePolicyId", "ResponseHeadersPolicyId")
WITHOUT_API: dict[str, str] = {}
PRIVATE = {"Stage": "prod", "ApiDomain": API}
PUBLIC = {**PRIVATE, "PublicVariants": "true"}


def asked(path: str, s3_status: int, **parameters: str) -> list[str]:
    """Return the origins that a GET request is sent to, with the paths that they get."""
    requests: list[str] = []

    def origin(name: str, status: int) -> Any:
        def answer(method: str, path: str) -> Answer:
            requests.append(f"{method} {name}{path}")
            return Answer(status, {})

        return answer

    edge = Edge(distribution(**parameters), {"processed": origin("s3", s3_status), "api": origin("api", 302)})
    edge.request("GET", path)
    return requests


@pytest.mark.parametrize("status", [403, 404])
def test_a_file_that_s3_does_not_have_is_looked_up_by_the_api(status: int) -> None:
    assert asked(FILE, status, **PRIVATE) == [f"GET s3{FILE}", f"GET api/prod{FILE}"]


@pytest.mark.parametrize("status", [200, 206, 304, 400, 416, 500, 503])
def test_whatever_else_s3_answers_is_not_sent_to_the_api(status: int) -> None:
    assert asked(FILE, status, **PRIVATE) == [f"GET s3{FILE}"]


@pytest.mark.parametrize("path", [FILE, VARIANT, "/images/cat.jpg/0123456789abcdef/small.jpg"])
def test_until_the_api_exists_everything_comes_from_s3(path: str) -> None:
    assert asked(path, 403, **WITHOUT_API) == [f"GET s3{path}"]


def test_variants_by_name_come_from_the_api_only_if_they_are_public() -> None:
    assert asked(VARIANT, 403, **PUBLIC) == [f"GET api/prod{VARIANT}"]
    assert asked(VARIANT, 403, **PRIVATE) == [f"GET s3{VARIANT}"]
    assert asked(VARIANT, 403, PublicVariants="true") == [f"GET s3{VARIANT}"]


def test_the_upload_component_comes_from_the_api() -> None:
    assert asked(SCRIPT, 200, **PRIVATE) == [f"GET api/prod{SCRIPT}"]
    assert asked(f"{SCRIPT}?cache=no", 200, **PRIVATE) == [f"GET api/prod{SCRIPT}"]
    assert asked(SCRIPT, 403, **WITHOUT_API) == [f"GET s3{SCRIPT}"]


@pytest.mark.parametrize(
    ("control", "seconds"),
    [("public, max-age=31536000, immutable", 31_536_000), ("public, max-age=3600", 3600)],
)
def test_the_upload_component_is_compressed_and_cached_as_its_headers_say(control: str, seconds: int) -> None:
    behavior = distribution(**PRIVATE).behavior(SCRIPT)
    assert behavior["Compress"] is True
    answer = Answer(200, {"cache-control": control})
    assert lifetime(answer, distribution(**PRIVATE).lifetimes(behavior)) == seconds


@pytest.mark.parametrize("path", ["/images/ID/cat.jpg/0123456789abcdef/small.jpg", "/images/ID", "/", "/v"])
def test_other_paths_never_reach_the_api(path: str) -> None:
    assert asked(path, 404, **PUBLIC) == [f"GET s3{path}"]


def test_the_api_is_called_with_https_at_its_stage() -> None:
    (api,) = (each for each in distribution(**PRIVATE).config["Origins"] if each["Id"] == "api")
    assert (api["DomainName"], api["OriginPath"]) == (API, "/prod")
    assert api["CustomOriginConfig"] == {
        "OriginProtocolPolicy": "https-only",
        "OriginSSLProtocols": ["TLSv1.2"],
    }


def test_files_are_served_as_before() -> None:
    config = distribution(**PUBLIC).config
    (files, variants, _), default = config["CacheBehaviors"], config["DefaultCacheBehavior"]
    assert [files[each] for each in ORIGINAL_POLICIES] == [default[each] for each in ORIGINAL_POLICIES]
    same = {*ORIGINAL_POLICIES} - {"CachePolicyId"}
    assert {each: variants[each] for each in same} == {each: default[each] for each in same}
    assert config["CacheTagConfig"] == {"HeaderName": "x-amz-meta-cache-tag"}


def test_redirects_are_cached_for_a_minute_by_their_path_alone() -> None:
    resources = create("cdn.yaml", **PUBLIC).resources
    policy = resources["Redirects"]["CachePolicyConfig"]
    assert (policy["MinTTL"], policy["DefaultTTL"], policy["MaxTTL"]) == (0, 60, 60)
    assert policy["ParametersInCacheKeyAndForwardedToOrigin"] == {
        "CookiesConfig": {"CookieBehavior": "none"},
        "HeadersConfig": {"HeaderBehavior": "none"},
        "QueryStringsConfig": {"QueryStringBehavior": "none"},
        "EnableAcceptEncodingGzip": False,
    }
    variants = distribution(**PUBLIC).behavior(VARIANT)
    assert (variants["CachePolicyId"], variants["AllowedMethods"]) == ("Redirects", ["GET", "HEAD"])
    assert not any(
        "OriginRequestPolicyId" in each for each in distribution(**PUBLIC).config["CacheBehaviors"]
    )


@pytest.mark.parametrize("parameters", [WITHOUT_API, PRIVATE, {"PublicVariants": "true"}])
def test_a_private_deployment_has_no_policy_that_caches_redirects(parameters: dict[str, str]) -> None:
    assert "Redirects" not in create("cdn.yaml", **parameters).resources


def test_without_a_domain_the_distribution_has_its_own() -> None:
    config = create("cdn.yaml").resources["Distribution"]["DistributionConfig"]
    assert {"Aliases", "ViewerCertificate"}.isdisjoint(config)


def test_a_domain_is_served_with_its_certificate_to_browsers_that_support_tls_1_2() -> None:
    arn = "arn:aws:acm:us-east-1:123456789012:certificate/1"
    created = create("cdn.yaml", CdnDomainName="images.example.com", CdnCertificateArn=arn)
    config = created.resources["Distribution"]["DistributionConfig"]
    assert config["Aliases"] == ["images.example.com"]
    assert config["ViewerCertificate"] == {
        "AcmCertificateArn": arn,
        "MinimumProtocolVersion": "TLSv1.2_2021",
        "SslSupportMethod": "sni-only",
    }
    assert created.outputs["PublicBaseUrl"] == "https://images.example.com"
