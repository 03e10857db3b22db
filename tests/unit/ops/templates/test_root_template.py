"""The root template connects the other templates, so that one call launches everything."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from local.process import ROOT
from ops.templates.documents import interface, self_contained
from ops.templates.nested import STACKS
from ops.templates.root import root_template

Json = dict[str, Any]
# https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
MAX_PARAMETERS, MAX_BODY_BYTES = 200, 51_200


@pytest.fixture(scope="module")
def templates(template: Json) -> dict[str, str]:
    files = {path.name: self_contained(path) for path in sorted((ROOT / "infra").glob("*.yaml"))}
    return {**files, "app.json": json.dumps(template)}


@pytest.fixture(scope="module")
def text(templates: dict[str, str]) -> str:
    return root_template(templates, "1.2.3")


@pytest.fixture(scope="module")
def root(text: str) -> Json:
    document: Json = yaml.safe_load(text)
    return document


def given(root: Json, stack: str) -> Json:
    found: Json = root["Resources"][stack]["Properties"]["Parameters"]
    return found


def test_each_template_is_a_stack_and_gets_only_parameters_that_it_has(
    root: Json, templates: dict[str, str]
) -> None:
    for stack in STACKS:
        nested = root["Resources"][stack.name]
        assert nested["Properties"]["TemplateURL"] == {
            "Fn::Sub": "https://s3.${AWS::Region}.${AWS::URLSuffix}/${ArtifactBucket}/${ReleasePrefix}"
            + stack.file
        }
        expected = interface(templates[stack.file]).parameters
        assert given(root, stack.name).keys() <= expected.keys()
        required = {name for name, each in expected.items() if "Default" not in each}
        assert required <= given(root, stack.name).keys()


def test_only_two_parameters_are_required(root: Json) -> None:
    required = {name for name, each in root["Parameters"].items() if "Default" not in each}
    assert required == {"Stage", "ArtifactBucket"}
    assert root["Parameters"]["ReleasePrefix"]["Default"] == "darkroom/1.2.3/"


def test_options_are_conditions_of_their_stacks(root: Json) -> None:
    conditions = {name: each["Condition"] for name, each in root["Resources"].items() if "Condition" in each}
    assert conditions == {
        "EventsStack": "WithEvents",
        "WorkflowStack": "WithWorkflow",
        "ModerationStack": "WithModeration",
        "FacesStack": "WithFaceDetection",
        "OperationsStack": "WithAlarms",
    }


def test_outputs_of_a_stack_are_parameters_of_later_ones(root: Json) -> None:
    bucket = {"Fn::GetAtt": ["StorageStack", "Outputs.UploadBucket"]}
    assert given(root, "AccessStack")["UploadBucket"] == bucket
    assert given(root, "AppStack")["UploadBucket"] == bucket
    assert given(root, "AppStack")["ProcessUploadRole"] == {
        "Fn::GetAtt": ["AccessStack", "Outputs.ProcessUploadRole"]
    }


@pytest.mark.parametrize(
    ("parameter", "condition", "stack"),
    [
        ("WebhooksQueueArn", "WithEvents", "EventsStack"),
        ("DeliverWebhookRole", "WithEvents", "AccessStack"),
        ("StateMachine", "WithWorkflow", "WorkflowStack"),
    ],
)
def test_outputs_of_an_absent_option_are_empty(
    root: Json, parameter: str, condition: str, stack: str
) -> None:
    output = {"Fn::GetAtt": [stack, f"Outputs.{parameter}"]}
    assert given(root, "AppStack")[parameter] == {"Fn::If": [condition, output, ""]}


def test_the_role_for_a_cdn_exists_only_with_its_queue(root: Json) -> None:
    output = {"Fn::GetAtt": ["AccessStack", "Outputs.InvalidateCdnRole"]}
    assert given(root, "AppStack")["InvalidateCdnRole"] == {"Fn::If": ["WithCdn", output, ""]}
    queue = {"Fn::Equals": [{"Ref": "InvalidationsQueueArn"}, ""]}
    assert root["Conditions"]["WithCdn"] == {"Fn::Not": [queue]}


def test_the_target_of_a_domain_is_an_output(root: Json) -> None:
    assert root["Conditions"]["WithDomain"] == {"Fn::Not": [{"Fn::Equals": [{"Ref": "DomainName"}, ""]}]}
    target = {"Fn::GetAtt": ["AppStack", "Outputs.DomainTarget"]}
    assert root["Outputs"]["DomainTarget"]["Value"] == {"Fn::If": ["WithDomain", target, ""]}


def test_uploads_come_by_eventbridge(root: Json) -> None:
    assert given(root, "StorageStack")["UploadEvents"] == "eventbridge"
    assert "UploadEvents" not in root["Parameters"]


def test_roles_come_from_the_access_stack(root: Json) -> None:
    role = {"Fn::GetAtt": ["AccessStack", "Outputs.ProcessUploadRole"]}
    for stack in ("WorkflowStack", "ModerationStack", "FacesStack", "AppStack"):
        assert given(root, stack)["ProcessUploadRole"] == role


def test_lists_are_passed_on_as_text(root: Json) -> None:
    assert root["Parameters"]["AllowedOrigins"]["Type"] == "CommaDelimitedList"
    assert given(root, "StorageStack")["AllowedOrigins"] == {"Fn::Join": [",", {"Ref": "AllowedOrigins"}]}


def test_the_console_s_groups_have_only_parameters_that_exist(root: Json) -> None:
    groups = root["Metadata"]["AWS::CloudFormation::Interface"]["ParameterGroups"]
    grouped = {name for group in groups for name in group["Parameters"]}
    assert grouped <= root["Parameters"].keys()


def test_parameters_are_those_of_the_app_s_template_where_it_has_them(root: Json, template: Json) -> None:
    assert root["Parameters"]["LogRetentionDays"] == template["Parameters"]["LogRetentionDays"]


def test_the_template_fits_into_one_request(root: Json, text: str) -> None:
    assert len(text.encode()) <= MAX_BODY_BYTES
    assert len(root["Parameters"]) < MAX_PARAMETERS


@pytest.mark.slow
def test_cfn_lint_accepts_the_template(text: str, tmp_path: Path) -> None:
    (tmp_path / "darkroom.yaml").write_text(text, "utf-8")
    lint = subprocess.run(
        [Path(sys.executable).with_name("cfn-lint"), tmp_path / "darkroom.yaml"],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (lint.returncode, lint.stdout.strip()) == (0, "")
