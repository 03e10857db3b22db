"""The settings as parameters of the app's template and variables of its functions."""

from typing import Any

import pytest
from msgspec.structs import fields

from chalicelib.config.enums import KernelMode
from chalicelib.config.settings import Settings
from chalicelib.errors import ConfigurationError
from ops.templates.environment import MAX_BYTES, check_environment, environment, environment_bytes
from ops.templates.intrinsics import camel_case
from ops.templates.startup_variables import STARTUP_VARIABLES

Json = dict[str, Any]
REQUIRED = {
    "Stage": "prod",
    "UploadBucket": "uploads",
    "DestBucket": "processed",
    "ImagesTable": "images",
    "TokensTable": "tokens",
    "FailuresQueue": "failures",
    "DeferredQueue": "deferred",
    "ErasuresQueue": "erasures",
}
TYPES: dict[str, Json] = {
    "MaxUploadBytes": {"Type": "Number", "Default": "52428800", "MinValue": 1},
    "UrlExpires": {"Type": "Number", "Default": "900", "MinValue": 1, "MaxValue": 604_800},
    "ModerationThreshold": {"Type": "Number", "Default": "80", "MinValue": 1, "MaxValue": 100},
    "MaxDecodeBytes": {"Type": "String", "Default": "", "AllowedPattern": "|[1-9][0-9]{0,17}"},
    "PublicVariants": {"Type": "String", "Default": "false", "AllowedValues": ["true", "false"]},
    "Workflow": {"Type": "String", "Default": "direct", "AllowedValues": ["direct", "stepfunctions"]},
    "PublicBaseUrl": {"Type": "String", "Default": ""},
    "CorsOrigins": {"Type": "String", "Default": ""},
    "UploadBucket": {"Type": "String"},
}


def parsed(template: Json, **parameters: str) -> Settings:
    return Settings.from_env(environment(template, REQUIRED | parameters))


def test_every_setting_but_one_for_development_is_a_variable_of_the_functions(template: Json) -> None:
    settings = {field.name.upper() for field in fields(Settings)}
    assert {*environment(template, REQUIRED)} - {*STARTUP_VARIABLES} == settings - {"WEBHOOK_ALLOW_LOOPBACK"}


def test_without_parameters_settings_have_their_defaults_and_the_kernel_is_required(template: Json) -> None:
    assert parsed(template) == Settings(
        upload_bucket="uploads",
        dest_bucket="processed",
        images_table="images",
        tokens_table="tokens",
        failures_queue="failures",
        deferred_queue="deferred",
        erasures_queue="erasures",
        # Without a parameter, nothing is reserved.
        process_concurrency=0,
        darkroom_kernel=KernelMode.ON,
        process_function="darkroom-prod-process_upload",
        render_function="darkroom-prod-render_on_demand",
        signing_keys="/darkroom/prod/signing-keys",
        stage="prod",
    )


@pytest.mark.parametrize("parameter", TYPES)
def test_parameters_have_the_types_of_their_settings(template: Json, parameter: str) -> None:
    found = dict(template["Parameters"][parameter])
    assert found.pop("Description")
    assert found == TYPES[parameter]


def test_parameters_are_described_as_in_the_reference(template: Json) -> None:
    assert template["Parameters"]["OpenForms"]["Description"] == (
        "Maximum number of open upload forms per owner."
    )


def test_the_limits_of_numbers_are_those_of_the_settings(template: Json) -> None:
    limits = {name: each for name, each in template["Parameters"].items() if "MaxValue" in each}
    settings = {camel_case(field.name) for field in fields(Settings)}
    found = {name: each["MaxValue"] for name, each in limits.items() if name in settings}
    assert found.keys() == {"UploadExpires", "UrlExpires", "GraceDays", "ModerationThreshold", "OwnerShare"}
    for name, maximum in found.items():
        parsed(template, **{name: str(maximum), "StuckAfter": "1000000"})
        with pytest.raises(ConfigurationError, match=f" to {maximum}, not"):
            parsed(template, **{name: str(maximum + 1), "StuckAfter": "1000000"})


@pytest.mark.parametrize("tracing", ["true", "false"])
def test_tracing_is_one_parameter_for_lambda_and_the_app(template: Json, tracing: str) -> None:
    assert environment(template, REQUIRED | {"Tracing": tracing})["TRACING"] == tracing


def test_the_environment_is_measured_as_lambda_does() -> None:
    assert environment_bytes({"A": "é"}) == len('{"A":"é"}'.encode())


def test_an_environment_that_lambda_takes_passes(template: Json) -> None:
    free = MAX_BYTES - check_environment(template, REQUIRED)
    assert check_environment(template, {**REQUIRED, "CorsOrigins": "x" * free}) == MAX_BYTES


def test_an_environment_that_is_too_large_is_an_error_that_names_the_longest_settings(template: Json) -> None:
    free = MAX_BYTES - check_environment(template, REQUIRED)
    with pytest.raises(
        ConfigurationError, match=r"take 4,097 bytes.* 4,096; shorten the longest: CORS_ORIGINS"
    ):
        check_environment(template, {**REQUIRED, "CorsOrigins": "x" * (free + 1)})
