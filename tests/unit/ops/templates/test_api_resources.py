"""The API in the app's template: its document, deployments, stage and domain name."""

import json

from local.process import ROOT
from ops.templates.api import api_resources
from ops.templates.app_model import AppModel
from ops.templates.intrinsics import Json
from tests.unit.ops.templates.resources import properties

NOTHING = {"Ref": "AWS::NoValue"}


def model(paths: Json) -> AppModel:
    api = {"swagger": "2.0", "paths": paths}
    return AppModel(functions=(), uploads=(), queues=(), schedules=(), authorizers=(), api=api)


def deployments(private: Json, public: Json, responses: Json) -> dict[str, str]:
    """Return the logical IDs of the deployments by condition."""
    resources = api_resources(model(private), model(public), responses)
    return {
        each["Condition"]: name
        for name, each in resources.items()
        if each["Type"] == "AWS::ApiGateway::Deployment"
    }


def test_only_the_security_of_variants_depends_on_a_parameter(template: Json) -> None:
    paths = properties(template, "RestAPI")["Body"]["paths"]
    conditional = {
        (path, method): each["Fn::If"]
        for path, methods in paths.items()
        for method, each in methods.items()
        if "Fn::If" in each
    }
    variants = "/images/{image_id}/variants/{name}"
    assert conditional.keys() == {(variants, "get"), (variants, "head")}
    for condition, public, private in conditional.values():
        assert condition == "WithPublicVariants"
        assert private == {**public, "security": [{"authorize": []}]}


def test_the_integrations_call_the_functions_of_the_template(template: Json) -> None:
    body = properties(template, "RestAPI")["Body"]
    call = "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/"
    integration = body["paths"]["/images"]["post"]["x-amazon-apigateway-integration"]
    assert integration["uri"] == {"Fn::Sub": f"{call}${{APIHandler.Arn}}/invocations"}
    authorizer = body["securityDefinitions"]["authorize"]["x-amazon-apigateway-authorizer"]
    assert authorizer["authorizerUri"] == {"Fn::Sub": f"{call}${{Authorize.Arn}}/invocations"}
    assert authorizer["authorizerResultTtlInSeconds"] == 60


def test_errors_of_api_gateway_are_problem_documents_that_any_page_can_read(template: Json) -> None:
    responses = properties(template, "RestAPI")["Body"]["x-amazon-apigateway-gateway-responses"]
    source = json.loads((ROOT / "infra" / "gateway-responses.json").read_bytes())["responses"]
    assert responses.keys() == source.keys()
    throttled = responses["THROTTLED"]
    assert throttled["statusCode"] == "429"
    assert json.loads(throttled["responseTemplates"]["application/json"]) == source["THROTTLED"]["problem"]
    assert throttled["responseParameters"] == {
        "gatewayresponse.header.Content-Type": "'application/problem+json'",
        "gatewayresponse.header.Cache-Control": "'no-store'",
        "gatewayresponse.header.Access-Control-Allow-Origin": "'*'",
        "gatewayresponse.header.Access-Control-Expose-Headers": "'Retry-After'",
        "gatewayresponse.header.X-Content-Type-Options": "'nosniff'",
        "gatewayresponse.header.Referrer-Policy": "'no-referrer'",
        "gatewayresponse.header.Strict-Transport-Security": "'max-age=63072000'",
        "gatewayresponse.header.Retry-After": "'1'",
    }


def test_the_stage_is_deployed_from_the_matching_document(template: Json) -> None:
    by_condition = {
        each["Condition"]: name
        for name, each in template["Resources"].items()
        if each["Type"] == "AWS::ApiGateway::Deployment"
    }
    public, private = by_condition["WithPublicVariants"], by_condition["WithoutPublicVariants"]
    stage = properties(template, "APIStage")
    assert {name: each for name, each in stage.items() if name != "MethodSettings"} == {
        "RestApiId": {"Ref": "RestAPI"},
        "StageName": {"Ref": "Stage"},
        "DeploymentId": {"Fn::If": ["WithPublicVariants", {"Ref": public}, {"Ref": private}]},
        "TracingEnabled": {"Fn::If": ["WithTracing", True, False]},
    }


def test_every_change_of_the_document_is_a_new_deployment() -> None:
    before = deployments({"/a": {}}, {"/a": {}}, {})
    assert len({*before.values()}) == 2
    assert deployments({"/a": {}}, {"/a": {}}, {}) == before
    other_path, other_response = (
        deployments({"/b": {}}, {"/b": {}}, {}),
        deployments({"/a": {}}, {"/a": {}}, {"THROTTLED": {}}),
    )
    assert not {*before.values()} & {*other_path.values(), *other_response.values()}


def test_the_api_is_regional_from_the_start(template: Json) -> None:
    api = properties(template, "RestAPI")
    assert api["EndpointConfiguration"] == {"Types": [{"Ref": "EndpointType"}]}
    assert api["Parameters"] == {"endpointConfigurationTypes": {"Ref": "EndpointType"}}
    assert template["Parameters"]["EndpointType"]["Default"] == "REGIONAL"


def test_a_domain_name_is_optional(template: Json) -> None:
    for name in ("Domain", "DomainMapping"):
        assert template["Resources"][name]["Condition"] == "WithDomain"
    assert template["Conditions"]["WithDomain"] == {"Fn::Not": [{"Fn::Equals": [{"Ref": "DomainName"}, ""]}]}
    assert template["Outputs"]["DomainTarget"]["Condition"] == "WithDomain"


def test_the_outputs_are_those_that_a_deployment_needs(template: Json) -> None:
    url = "https://${RestAPI}.execute-api.${AWS::Region}.${AWS::URLSuffix}/${Stage}/"
    values = {name: each["Value"] for name, each in template["Outputs"].items()}
    assert values == {
        "EndpointURL": {"Fn::Sub": url},
        "RestAPIId": {"Ref": "RestAPI"},
        "ApiDomain": {"Fn::Sub": "${RestAPI}.execute-api.${AWS::Region}.${AWS::URLSuffix}"},
        "ProcessUploadArn": {"Fn::GetAtt": ["ProcessUpload", "Arn"]},
        "DomainTarget": {"Fn::GetAtt": ["Domain", "RegionalDomainName"]},
        "ReleasePrefix": {"Ref": "ReleasePrefix"},
        "PreviousReleasePrefix": {"Ref": "PreviousReleasePrefix"},
        "PreviousPresets": {"Ref": "PreviousPresets"},
        "PreviousPresetsVersion": {"Ref": "PreviousPresetsVersion"},
    }
