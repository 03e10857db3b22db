"""infra/access.yaml: permissions that depend on options. tests/deploy/test_policies.py checks the others."""

from typing import Any

from tests.unit.infra.templates import create

CDN = {
    "DistributionArn": "arn:aws:cloudfront::1:distribution/D",
    "InvalidationsQueueArn": "arn:aws:sqs:::cdn",
}
EVENTS = {"EventBus": "bus", "WebhooksTable": "endpoints", "WebhooksQueueArn": "arn:aws:sqs:::queue"}


def roles(resources: dict[str, Any]) -> set[str]:
    return {name for name, each in resources.items() if "AssumeRolePolicyDocument" in each}


def test_without_options_no_policy_is_shared() -> None:
    resources = create("access.yaml", Stage="prod").resources
    assert set(resources) == roles(resources)


def test_every_role_can_send_traces_if_tracing_is_on() -> None:
    for options in ({}, EVENTS, CDN):
        resources = create("access.yaml", Tracing="true", **options).resources
        assert set(resources["SendTraces"]["Roles"]) == roles(resources)


def test_every_role_is_an_output() -> None:
    for options in ({}, EVENTS, CDN):
        created = create("access.yaml", **options)
        assert created.outputs == {name: f"{name}.Arn" for name in roles(created.resources)}


def test_presets_can_be_read_only_from_their_object() -> None:
    resources = create("access.yaml", ArtifactBucket="artifacts", Presets="presets.json").resources
    [statement] = resources["ReadPresets"]["PolicyDocument"]["Statement"]
    assert statement["Action"] == "s3:GetObjectVersion"
    assert statement["Resource"] == "arn:aws:s3:::artifacts/presets.json"


def test_functions_that_do_not_use_presets_cannot_read_them() -> None:
    resources = create("access.yaml", Presets="presets.json", **EVENTS, **CDN).resources
    assert roles(resources) - set(resources["ReadPresets"]["Roles"]) == {
        "AuthorizeRole",
        "DeliverWebhookRole",
        "InvalidateCdnRole",
        "EraseImagesRole",
    }
