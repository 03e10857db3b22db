"""The web ACLs in front of the API and of the CDN."""

from typing import Any

import pytest

from local.process import ROOT
from local.template import resource_properties
from tests.unit.infra.templates import create

Json = dict[str, Any]
CDN = resource_properties(ROOT / "infra" / "cdn.yaml")


def test_the_api_has_a_web_acl_only_with_a_rate(template: Json) -> None:
    assert template["Parameters"]["WebAclRate"]["Default"] == "0"
    assert template["Conditions"]["WithWebAcl"] == {"Fn::Not": [{"Fn::Equals": [{"Ref": "WebAclRate"}, "0"]}]}
    for name in ("WebACL", "WebACLAssociation"):
        assert template["Resources"][name]["Condition"] == "WithWebAcl"


def test_it_is_associated_with_the_stage_of_the_api(template: Json) -> None:
    association = template["Resources"]["WebACLAssociation"]["Properties"]
    assert association["ResourceArn"]["Fn::Sub"].endswith("::/restapis/${RestAPI}/stages/${APIStage}")
    assert association["WebACLArn"] == {"Fn::GetAtt": ["WebACL", "Arn"]}


def test_both_block_addresses_that_exceed_the_rate(template: Json) -> None:
    for web_acl in (template["Resources"]["WebACL"]["Properties"], CDN["WebAcl"]):
        [rule] = web_acl["Rules"]
        statement = rule["Statement"]["RateBasedStatement"]
        assert (statement["AggregateKeyType"], statement["EvaluationWindowSec"]) == ("IP", 300)
        assert rule["Action"] == {"Block": {"CustomResponse": {"ResponseCode": 429}}}
        assert web_acl["DefaultAction"] == {"Allow": {}}


@pytest.mark.parametrize(
    ("region", "rate", "exists"),
    [("us-east-1", "100", True), ("us-east-1", "0", False), ("eu-central-1", "100", False)],
)
def test_the_cdn_has_a_web_acl_only_where_cloudformation_can_create_it(
    region: str, rate: str, *, exists: bool
) -> None:
    resources = create("cdn.yaml", region=region, WebAclRate=rate).resources
    assert ("WebAcl" in resources) is exists
    assert ("WebACLId" in resources["Distribution"]["DistributionConfig"]) is exists
