"""A web ACL of AWS WAF in front of the API, which blocks addresses that send too many requests."""

from ops.templates.conditions import WEB_ACL
from ops.templates.intrinsics import Json, conditional, get_att, ref, sub

# Seconds over which WAF counts the requests of an address; infra/cdn.yaml has it, too.
WINDOW = 300
_STAGE = "arn:${AWS::Partition}:apigateway:${AWS::Region}::/restapis/${RestAPI}/stages/${APIStage}"


def web_acl_resources() -> dict[str, Json]:
    """Return the web ACL and its association with the stage of the API."""
    association = {"ResourceArn": sub(_STAGE), "WebACLArn": get_att("WebACL", "Arn")}
    return conditional(
        WEB_ACL,
        {
            "WebACL": {"Type": "AWS::WAFv2::WebACL", "Properties": _web_acl()},
            "WebACLAssociation": {"Type": "AWS::WAFv2::WebACLAssociation", "Properties": association},
        },
    )


def _web_acl() -> Json:
    rule = {
        "Name": "rate-per-address",
        "Priority": 0,
        "Action": {"Block": {"CustomResponse": {"ResponseCode": 429}}},
        "Statement": {
            "RateBasedStatement": {
                "AggregateKeyType": "IP",
                "EvaluationWindowSec": WINDOW,
                "Limit": ref("WebAclRate"),
            }
        },
        "VisibilityConfig": _metrics("rate-per-address"),
    }
    return {
        "Name": sub("darkroom-${Stage}"),
        "Scope": "REGIONAL",
        "DefaultAction": {"Allow": {}},
        "Rules": [rule],
        "VisibilityConfig": _metrics("all"),
    }


def _metrics(name: str) -> Json:
    return {
        "CloudWatchMetricsEnabled": True,
        "MetricName": sub(f"darkroom-${{Stage}}-{name}"),
        "SampledRequestsEnabled": True,
    }
