"""The REST API as CloudFormation resources: its document, deployments, stage, permissions and domain name."""

import hashlib
import json
from collections.abc import Iterator

from chalicelib.entrypoints.throttling import CLASSES, RateClass
from ops.templates.app_model import API_HANDLER, AppModel
from ops.templates.conditions import DOMAIN, PRIVATE_VARIANTS, PUBLIC_VARIANTS, TRACING
from ops.templates.functions import logical_id
from ops.templates.intrinsics import NO_VALUE, Json, conditional, get_att, if_, ref, sub
from ops.templates.parameters import burst_parameter, rate_parameter
from ops.templates.triggers import permission

# The name in the API's metrics; infra/operations.yaml has it, too.
_NAME = "darkroom"
_CALLS = "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${RestAPI}/*"


def api_resources(private: AppModel, public: AppModel, responses: Json) -> dict[str, Json]:
    """Return the API. The models differ in PUBLIC_VARIANTS, which changes the security of some methods."""
    more = {"x-amazon-apigateway-gateway-responses": responses}
    document = _merged(private.api, public.api) | more
    by_condition = {
        PRIVATE_VARIANTS: _deployment_id(PRIVATE_VARIANTS, private.api | more),
        PUBLIC_VARIANTS: _deployment_id(PUBLIC_VARIANTS, public.api | more),
    }
    resources = {"RestAPI": _rest_api(document)}
    for condition, name in by_condition.items():
        resources |= conditional(condition, {name: _deployment()})
    return {
        **resources,
        "APIStage": _stage(*by_condition.values()),
        **{
            f"{logical_id(function)}APIPermission": permission(function, "apigateway", sub(_CALLS))
            for function in (API_HANDLER, *private.authorizers)
        },
        **conditional(DOMAIN, _domain()),
    }


def _merged(private: Json, public: Json) -> Json:
    """Return one document for both, with Fn::If where they differ."""
    merged: Json = {}
    for name in {**private, **public}:
        first, second = private.get(name, NO_VALUE), public.get(name, NO_VALUE)
        if first == second:
            merged[name] = first
        elif isinstance(first, dict) and isinstance(second, dict) and first.keys() == second.keys():
            merged[name] = _merged(first, second)
        else:
            merged[name] = if_(PUBLIC_VARIANTS, second, first)
    return merged


def _rest_api(document: Json) -> Json:
    properties = {
        "Name": _NAME,
        "Body": document,
        "EndpointConfiguration": {"Types": [ref("EndpointType")]},
        # Without it, the import starts with an edge-optimized API, which not every partition supports.
        "Parameters": {"endpointConfigurationTypes": ref("EndpointType")},
    }
    return {"Type": "AWS::ApiGateway::RestApi", "Properties": properties}


def _deployment_id(condition: str, document: Json) -> str:
    """Return the logical ID of a deployment.

    It is made from the document, because only a new deployment puts a changed document into effect.
    """
    described = json.dumps([condition, document], sort_keys=True)
    return f"Deployment{hashlib.sha256(described.encode()).hexdigest()[:16]}"


def _deployment() -> Json:
    return {"Type": "AWS::ApiGateway::Deployment", "Properties": {"RestApiId": ref("RestAPI")}}


def _stage(private: str, public: str) -> Json:
    properties = {
        "RestApiId": ref("RestAPI"),
        "StageName": ref("Stage"),
        "DeploymentId": if_(PUBLIC_VARIANTS, ref(public), ref(private)),
        "TracingEnabled": if_(TRACING, then=True, otherwise=False),
        "MethodSettings": list(_method_settings()),
    }
    return {"Type": "AWS::ApiGateway::Stage", "Properties": properties}


def _method_settings() -> Iterator[Json]:
    """Yield the limits of each class of methods. Those of the rare class are the stage's default."""
    yield _throttled("*", "/*", RateClass.RARE)
    for (method, path), rate_class in CLASSES.items():
        yield _throttled(method, encoded_path(path), rate_class)


def encoded_path(path: str) -> str:
    """Encode slashes as in a JSON pointer, after a first one that is not. The root is a single slash.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-apigateway-stage-methodsetting.html
    """
    return path if path == "/" else f"/{path.replace('/', '~1')}"


def _throttled(method: str, resource_path: str, rate_class: RateClass) -> Json:
    return {
        "HttpMethod": method,
        "ResourcePath": resource_path,
        "ThrottlingRateLimit": ref(rate_parameter(rate_class)),
        "ThrottlingBurstLimit": ref(burst_parameter(rate_class)),
    }


def _domain() -> dict[str, Json]:
    name = {
        "DomainName": ref("DomainName"),
        "RegionalCertificateArn": ref("CertificateArn"),
        "EndpointConfiguration": {"Types": ["REGIONAL"]},
        "SecurityPolicy": "TLS_1_2",
    }
    mapping = {"DomainName": ref("Domain"), "RestApiId": ref("RestAPI"), "Stage": ref("APIStage")}
    return {
        "Domain": {"Type": "AWS::ApiGateway::DomainName", "Properties": name},
        "DomainMapping": {"Type": "AWS::ApiGateway::BasePathMapping", "Properties": mapping},
    }


def domain_target() -> Json:
    """Return the name that the DNS record of the domain name must point to."""
    return get_att("Domain", "RegionalDomainName")
