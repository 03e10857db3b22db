"""The app's template: its functions, their triggers and its API, with every option as a parameter."""

from pathlib import Path

from ops.templates.api import api_resources, domain_target
from ops.templates.app_model import AppModel
from ops.templates.conditions import CDN, CONDITIONS, DOMAIN, WEBHOOKS
from ops.templates.functions import function_resources, invocation_resources, logical_id, role_parameter
from ops.templates.gateway_responses import gateway_responses
from ops.templates.intrinsics import Json, conditional, get_att, ref, sub
from ops.templates.load_app import load_app
from ops.templates.parameters import API, FUNCTIONS, PACKAGE, text
from ops.templates.settings import setting_parameters
from ops.templates.triggers import trigger_resources
from ops.templates.web_acl import web_acl_resources

# The functions that exist on a condition.
_CONDITIONAL = {"deliver_webhook": WEBHOOKS, "invalidate_cdn": CDN}
_RETURNED = ("ReleasePrefix", "PreviousReleasePrefix", "PreviousPresets", "PreviousPresetsVersion")


def app_template(project: Path, version: str) -> Json:
    """Return the template of the app in a folder. Raises AppNotLoadable.

    It expects the package at `darkroom-VERSION-ARCHITECTURE.zip` in the release's folder.
    """
    private, public = (load_app(project, public_variants=each) for each in (False, True))
    responses = gateway_responses(project / "infra" / "gateway-responses.json")
    package = f"${{ReleasePrefix}}darkroom-{version}-${{Architecture}}.zip"
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": "Darkroom app - functions, their triggers, and the API; generated from app.py",
        "Parameters": _parameters(private),
        "Conditions": dict(CONDITIONS),
        "Resources": {
            **_functions(private, package),
            **api_resources(private, public, responses),
            **web_acl_resources(),
        },
        "Outputs": _outputs(),
    }


def _parameters(model: AppModel) -> dict[str, Json]:
    own = {**PACKAGE, **FUNCTIONS, **API}
    # A setting can be the name of a resource that the template itself needs.
    settings = {name: each for name, each in setting_parameters().items() if name not in own}
    roles = {role_parameter(each.name): _role(each.name) for each in model.functions}
    return {**own, **settings, **roles}


def _role(function: str) -> Json:
    return text(
        f"ARN of the role of {function}; output of access.yaml", "" if function in _CONDITIONAL else None
    )


def _functions(model: AppModel, package: str) -> dict[str, Json]:
    resources: dict[str, Json] = {}
    for function in model.functions:
        own = {
            **function_resources(model, function, package),
            **trigger_resources(model, function.name),
            **invocation_resources(function.name),
        }
        condition = _CONDITIONAL.get(function.name)
        resources |= conditional(condition, own) if condition else own
    return resources


def _outputs() -> dict[str, Json]:
    url = "https://${RestAPI}.execute-api.${AWS::Region}.${AWS::URLSuffix}/${Stage}/"
    return {
        "EndpointURL": {"Description": "URL of the upload page and the API", "Value": sub(url)},
        "RestAPIId": {"Description": "ID of the API", "Value": ref("RestAPI")},
        "ApiDomain": {
            "Description": "Domain name of the API without its stage, for cdn.yaml",
            "Value": sub("${RestAPI}.execute-api.${AWS::Region}.${AWS::URLSuffix}"),
        },
        "ProcessUploadArn": {
            "Description": "ARN of the function that processes uploads, for storage.yaml",
            "Value": get_att(logical_id("process_upload"), "Arn"),
        },
        "DomainTarget": {
            "Description": "Where the DNS record of the domain name must point to",
            "Condition": DOMAIN,
            "Value": domain_target(),
        },
        **{name: {"Value": ref(name)} for name in _RETURNED},
    }
