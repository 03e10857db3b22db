"""infra/cdn.yaml: how CloudFront serves variants on demand. No emulator does what AWS's pages here say."""

from typing import Any

import pytest

from tests.unit.infra.templates import create, distribution

API = "abc123.execute-api.eu-central-1.amazonaws.com"
POLICY = '{"widths":[320,640]}'
OFF = {"Stage": "prod", "ApiDomain": API, "PublicVariants": "true"}
ON = {**OFF, "OnDemandPolicy": POLICY}
RESOURCES = ("OnDemandFunction", "SigningKeys", "OnDemandCache", "OnDemandRequests")
# All codes whose minimum can be set:
# https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/custom-error-pages-expiration.html
# https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CustomErrorResponse.html
CONFIGURABLE = {400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504}


def behavior() -> Any:
    (found,) = (each for each in distribution(**ON).config["CacheBehaviors"] if each["PathPattern"] == "/i/*")
    return found


@pytest.mark.parametrize("missing", ["OnDemandPolicy", "ApiDomain"])
def test_without_a_policy_and_without_an_api_there_is_nothing_on_demand(missing: str) -> None:
    created = create("cdn.yaml", **{**ON, missing: ""})
    config = created.resources["Distribution"]["DistributionConfig"]
    assert not {*RESOURCES} & created.resources.keys()
    assert "KeyValueStoreArn" not in created.outputs
    assert "CustomErrorResponses" not in config
    assert "/i/*" not in {each["PathPattern"] for each in config["CacheBehaviors"]}


def test_a_policy_changes_nothing_else() -> None:
    before, after = create("cdn.yaml", **OFF), create("cdn.yaml", **ON)
    config = dict(after.resources["Distribution"]["DistributionConfig"])
    del config["CustomErrorResponses"]
    config["CacheBehaviors"] = [each for each in config["CacheBehaviors"] if each != behavior()]
    remaining = {name: each for name, each in after.resources.items() if name not in RESOURCES}
    remaining["Distribution"] = {"DistributionConfig": config}
    assert remaining == before.resources
    assert after.outputs == {**before.outputs, "KeyValueStoreArn": "SigningKeys.Arn"}


def test_the_function_changes_the_request_before_the_cache_looks_for_it() -> None:
    # A function for viewer requests runs before the cache, so that the cache key has the changed path:
    # https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-functions-choosing.html
    # https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/function-code-choose-purpose.html
    assert behavior()["FunctionAssociations"] == [
        {"EventType": "viewer-request", "FunctionARN": "OnDemandFunction.FunctionARN"}
    ]
    function = create("cdn.yaml", **ON).resources["OnDemandFunction"]
    assert function["AutoPublish"] is True
    # Only this runtime has `crypto` with buffers, `await` and key value stores:
    # https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-javascript-runtime-20.html
    assert function["FunctionConfig"]["Runtime"] == "cloudfront-js-2.0"
    # https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/kvs-with-functions-associate.html
    assert function["FunctionConfig"]["KeyValueStoreAssociations"] == [
        {"KeyValueStoreARN": "SigningKeys.Arn"}
    ]


def test_neither_the_store_s_items_nor_any_key_are_part_of_the_template() -> None:
    # `ImportSource` would create the store with items:
    # https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudfront-keyvaluestore.html
    assert create("cdn.yaml", **ON).resources["SigningKeys"].keys() == {"Name", "Comment"}


def test_the_api_is_asked_for_a_file_that_s3_does_not_have() -> None:
    # The same request goes to the second origin. Without s3:ListBucket, S3 answers 403 for a
    # missing object.
    # https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html
    # https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
    served = distribution(**ON)
    assert served.origin_ids(behavior()) == ["processed", "api"]
    assert served.failover_codes() == {403, 404}
    assert behavior()["AllowedMethods"] == ["GET", "HEAD"]


def test_a_response_that_nothing_may_store_is_not_cached() -> None:
    # With a minimum above 0, CloudFront keeps a response despite `no-store`, so that the redirect to `?n=1`
    # would lead to itself:
    # https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/Expiration.html
    policy = create("cdn.yaml", **ON).resources[behavior()["CachePolicyId"]]["CachePolicyConfig"]
    assert (policy["MinTTL"], policy["DefaultTTL"], policy["MaxTTL"]) == (0, 0, 31_536_000)


def test_the_path_alone_identifies_a_response() -> None:
    # https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-the-cache-key.html
    policy = create("cdn.yaml", **ON).resources[behavior()["CachePolicyId"]]["CachePolicyConfig"]
    assert policy["ParametersInCacheKeyAndForwardedToOrigin"] == {
        "CookiesConfig": {"CookieBehavior": "none"},
        "HeadersConfig": {"HeaderBehavior": "none"},
        "QueryStringsConfig": {"QueryStringBehavior": "none"},
        "EnableAcceptEncodingGzip": False,
    }


def test_origins_get_the_number_of_redirects_and_the_signature_and_no_other_query() -> None:
    # S3 obeys parameters such as `response-content-type`:
    # https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html#API_GetObject_RequestParameters
    # CloudFront answers simultaneous requests with one response, even one that it may not store. So `n=1` can
    # come back although the file is there: the API redirects it once more, to `n=2`, and then answers 503.
    # https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html#request-custom-traffic-spikes
    policy = create("cdn.yaml", **ON).resources[behavior()["OriginRequestPolicyId"]]
    config = policy["OriginRequestPolicyConfig"]
    assert config["QueryStringsConfig"] == {"QueryStringBehavior": "whitelist", "QueryStrings": ["n", "s"]}
    assert config["CookiesConfig"] == {"CookieBehavior": "none"}


def test_origins_do_not_get_the_viewer_s_host() -> None:
    # With the viewer's, API Gateway finds no API, and the signature of the origin access control is wrong:
    # https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/controlling-origin-requests.html
    policy = create("cdn.yaml", **ON).resources[behavior()["OriginRequestPolicyId"]]
    assert policy["OriginRequestPolicyConfig"]["HeadersConfig"] == {"HeaderBehavior": "none"}


def test_no_error_is_kept() -> None:
    # The default is ten seconds, and the headers of a response can only make it longer:
    # https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/custom-error-pages-expiration.html
    found = distribution(**ON).config["CustomErrorResponses"]
    assert [each.keys() for each in found] == [{"ErrorCode", "ErrorCachingMinTTL"}] * len(found)
    assert {each["ErrorCode"]: each["ErrorCachingMinTTL"] for each in found} == dict.fromkeys(CONFIGURABLE, 0)


def test_pages_of_other_origins_may_read_the_files_as_before() -> None:
    default = distribution(**ON).config["DefaultCacheBehavior"]
    for each in ("ViewerProtocolPolicy", "Compress", "ResponseHeadersPolicyId"):
        assert behavior()[each] == default[each]
