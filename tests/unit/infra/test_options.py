"""What the optional templates add: infra/workflow.yaml, moderation.yaml, faces.yaml and events.yaml."""

from pathlib import Path

import pytest

from tests.unit.infra.templates import TEMPLATES, create


def test_the_functions_that_start_executions_may_do_so() -> None:
    roles = create("workflow.yaml").resources["Start"]["Roles"]
    assert roles == ["ProcessUploadRole", "ProcessDeferredRole", "WorkflowFinalizeRole"]


def test_the_functions_that_moderate_may_do_so() -> None:
    roles = create("moderation.yaml").resources["Asking"]["Roles"]
    assert roles == ["ProcessUploadRole", "ProcessDeferredRole", "WorkflowModerateRole"]


def test_the_functions_that_plan_variants_may_detect_faces_and_nothing_more() -> None:
    policy = create("faces.yaml").resources["Detecting"]
    assert policy["Roles"] == ["ProcessUploadRole", "ProcessDeferredRole", "WorkflowInspectRole"]
    (statement,) = policy["PolicyDocument"]["Statement"]
    assert statement == {"Effect": "Allow", "Action": "rekognition:DetectFaces", "Resource": "*"}


@pytest.mark.parametrize(
    ("refused", "actions"),
    [
        ("quarantine", ["s3:DeleteObjectVersion", "s3:GetObjectVersion", "s3:PutObject"]),
        ("delete", ["s3:DeleteObjectVersion"]),
    ],
)
def test_the_functions_that_finish_runs_may_remove_rejected_originals(
    refused: str, actions: list[str]
) -> None:
    disposing = create("moderation.yaml", ModerationRefused=refused).resources["Disposing"]
    assert disposing["Roles"] == [
        "ProcessUploadRole",
        "ProcessDeferredRole",
        "ProcessFailuresRole",
        "SweepRole",
        "WorkflowPublishRole",
        "WorkflowRecordFailureRole",
    ]
    assert [each["Action"] for each in disposing["PolicyDocument"]["Statement"]] == actions


def test_rejected_originals_are_kept_by_default() -> None:
    assert "Disposing" not in create("moderation.yaml").resources


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_template_uses_up_the_resource_policies_of_cloudwatch_logs(template: Path) -> None:
    assert "AWS::Logs::ResourcePolicy" not in template.read_text("utf-8")
