"""The local CDN's distribution is that of infra/cdn.yaml."""

from local.cdn.distribution import Distribution, Lifetimes
from ops.templates.edge_function import around_policy
from tests.unit.infra.templates import INFRA

POLICY = '{"widths":[320]}'
PARAMETERS = {"Stage": "local", "DestBucket": "processed", "ApiDomain": "127.0.0.1:1"}


def test_the_function_has_the_code_of_the_file_with_the_policy() -> None:
    distribution = Distribution.of_template({**PARAMETERS, "OnDemandPolicy": POLICY})
    assert distribution.function_code() == POLICY.join(around_policy((INFRA / "edge.js").read_text("utf-8")))
    assert f"const POLICY = {POLICY};\n" in distribution.function_code()


def test_behaviors_have_the_lifetimes_of_their_cache_policies() -> None:
    distribution = Distribution.of_template(
        {**PARAMETERS, "OnDemandPolicy": POLICY, "PublicVariants": "true"}
    )
    lifetimes = {
        path: distribution.lifetimes(distribution.behavior(path))
        for path in ("/i/ID/w_320", "/v/ID/a.jpg", "/images/ID/variants/small")
    }
    assert lifetimes == {
        "/i/ID/w_320": Lifetimes(minimum=0, default=0, maximum=31_536_000),
        # https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
        "/v/ID/a.jpg": Lifetimes(minimum=1, default=86_400, maximum=31_536_000),
        "/images/ID/variants/small": Lifetimes(minimum=0, default=60, maximum=60),
    }


def test_without_a_policy_errors_are_kept_as_cloudfront_does_by_default() -> None:
    off = Distribution.of_template(PARAMETERS)
    on = Distribution.of_template({**PARAMETERS, "OnDemandPolicy": POLICY})
    assert [each.error_lifetime(403) for each in (off, on)] == [10, 0]
    assert on.error_lifetime(410) == 10
