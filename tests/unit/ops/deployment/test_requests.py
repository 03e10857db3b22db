"""The options of a deployment."""

import argparse

import pytest
from msgspec.structs import fields

from chalicelib.config.settings import Settings
from chalicelib.errors import ConfigurationError
from ops.deployment.settings_options import NAMES, OTHER_OPTIONS
from ops.templates.settings import setting_parameters
from tests.fakes.account.commands import read


def test_without_options_everything_stays_as_it_is() -> None:
    request = read()
    assert request.stage.name == "prod"
    assert (request.parameters, request.defaults, request.features) == ({}, frozenset(), {})
    assert (request.new_origins, request.removed_origins, request.presets) == ((), (), None)


def test_a_setting_becomes_a_parameter() -> None:
    request = read("--set", "MAX_UPLOAD_BYTES=1000", "--set", "AUTH_AUDIENCE=a=b", "--unset", "OPEN_FORMS")
    assert request.parameters == {"MaxUploadBytes": "1000", "AuthAudience": "a=b"}
    assert request.defaults == {"OpenForms"}


def test_an_empty_value_returns_a_setting_to_its_default() -> None:
    request = read("--set", "DEFAULT_OWNER=")
    assert request.parameters == {}
    assert request.defaults == {"DefaultOwner"}


def test_the_last_value_of_a_setting_counts() -> None:
    assert read("--set", "OPEN_FORMS=1", "--set", "OPEN_FORMS=2").parameters == {"OpenForms": "2"}


@pytest.mark.parametrize("option", ["--set", "--unset"])
def test_a_misspelled_setting_is_refused_with_a_similar_one(option: str) -> None:
    value = "=5" if option == "--set" else ""
    with pytest.raises(ConfigurationError, match=f"{option} IMAGES_PER_DAYS: .*did you mean IMAGES_PER_DAY"):
        read(option, f"IMAGES_PER_DAYS{value}")


def test_a_lowercase_setting_is_refused_with_its_name() -> None:
    with pytest.raises(ConfigurationError, match="did you mean URL_EXPIRES"):
        read("--set", "url_expires=60")


def test_a_name_unlike_any_setting_is_refused_with_their_list() -> None:
    with pytest.raises(ConfigurationError, match=r"docs/reference/configuration\.md"):
        read("--set", "X=1")


def test_a_setting_without_a_value_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="use NAME=VALUE"):
        read("--set", "MAX_UPLOAD_BYTES")


def test_a_setting_cannot_be_set_and_unset() -> None:
    with pytest.raises(ConfigurationError, match="same setting: URL_EXPIRES"):
        read("--set", "URL_EXPIRES=60", "--unset", "URL_EXPIRES")


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("UPLOAD_BUCKET", "use --upload-bucket"),
        ("CORS_ORIGINS", "use --origin and --remove-origin"),
        ("PRESETS_VERSION", "use --presets"),
        ("TRACING", "use --tracing"),
        ("STATE_MACHINE", "the command sets it itself"),
        ("STAGE", "the command sets it itself"),
    ],
)
def test_a_setting_with_an_option_of_its_own_is_refused_with_that_option(name: str, advice: str) -> None:
    with pytest.raises(ConfigurationError, match=f"--set {name} is not possible; {advice}"):
        read("--set", f"{name}=x")


def test_every_setting_is_a_parameter_or_has_another_option() -> None:
    assert {field.name.upper() for field in fields(Settings)} == {*NAMES}
    parameters = setting_parameters()
    for name in {*NAMES} - OTHER_OPTIONS.keys():
        (parameter,) = read("--unset", name).defaults
        assert parameter in parameters


@pytest.mark.parametrize(
    ("options", "parameter", "value"),
    [
        (("--memory", "3008"), "Memory", "3008"),
        (("--concurrency", "0"), "Concurrency", "0"),
        (("--concurrency", "1000"), "Concurrency", "1000"),
        (("--log-days", "7"), "LogRetentionDays", "7"),
        (("--reading-rate", "2.50"), "ReadingRate", "2.5"),
        (("--writing-rate", "1000000"), "WritingRate", "1000000"),
        (("--public-rate", "0.05"), "PublicRate", "0.05"),
        (("--public-burst", "20"), "PublicBurst", "20"),
        (("--waf-rate", "0"), "WebAclRate", "0"),
        (("--tracing",), "Tracing", "true"),
        (("--no-tracing",), "Tracing", "false"),
        (("--architecture", "x86_64"), "Architecture", "x86_64"),
        (("--endpoint-type", "EDGE"), "EndpointType", "EDGE"),
        (("--upload-events", "eventbridge"), "UploadEvents", "eventbridge"),
        (("--upload-bucket", "mine"), "ExistingUploadBucket", "mine"),
        (("--dest-bucket", "mine"), "ExistingDestBucket", "mine"),
        (("--alarm-email", ""), "AlarmEmail", ""),
    ],
)
def test_an_option_is_a_parameter(options: tuple[str, ...], parameter: str, value: str) -> None:
    assert read(*options).parameters == {parameter: value}


@pytest.mark.parametrize(
    ("options", "features"),
    [
        (("--cdn", "--events", "--no-alarms"), {"cdn": True, "events": True, "operations": False}),
        (("--no-cdn", "--no-events", "--alarms"), {"cdn": False, "events": False, "operations": True}),
        (
            (
                *("--workflow", "stepfunctions", "--moderation", "rekognition"),
                *("--face-detection", "rekognition"),
            ),
            {"workflow": True, "moderation": True, "faces": True},
        ),
        (
            ("--workflow", "direct", "--moderation", "off", "--face-detection", "off"),
            {"workflow": False, "moderation": False, "faces": False},
        ),
    ],
)
def test_features_are_on_or_off_only_if_requested(
    options: tuple[str, ...], features: dict[str, bool]
) -> None:
    assert read(*options).features == features


def test_a_domain_and_its_certificate_belong_together() -> None:
    arn = "arn:aws:acm:eu-central-1:123456789012:certificate/1"
    request = read("--domain", "images.example.com", "--certificate", arn)
    assert request.parameters == {"DomainName": "images.example.com", "CertificateArn": arn}
    for options in (("--domain", "images.example.com"), ("--certificate", arn)):
        with pytest.raises(ConfigurationError, match="must be used together"):
            read(*options)


def test_without_a_domain_there_is_no_certificate() -> None:
    assert read("--no-domain").defaults == {"DomainName", "CertificateArn"}


def test_origins_are_checked() -> None:
    request = read("--origin", "https://a.example", "--origin", "https://b.example")
    assert request.new_origins == ("https://a.example", "https://b.example")
    for option in ("--origin", "--remove-origin"):
        with pytest.raises(ConfigurationError, match=f"{option} must be .*'https://a.example/'"):
            read(option, "https://a.example/")


def test_an_origin_cannot_be_added_and_removed() -> None:
    with pytest.raises(ConfigurationError, match=r"same origin: https://a\.example"):
        read("--origin", "https://a.example", "--remove-origin", "https://a.example")


@pytest.mark.parametrize(
    "options", [("--presets", "a.json", "--no-presets"), ("--domain", "a.example", "--no-domain")]
)
def test_an_option_and_its_opposite_exclude_each_other(options: tuple[str, ...]) -> None:
    with pytest.raises(argparse.ArgumentError, match="not allowed with"):
        read(*options)
