"""The templates can be deployed in every region: in China and GovCloud (US), too, with two exceptions."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.infra.templates import INFRA, TEMPLATES, create

# CloudFormation has no CloudFront in China and GovCloud (US).
CDN = INFRA / "cdn.yaml"
# It has no budgets there and in some other regions, either: tests/unit/ops/deployment/test_budget.py
BUDGET = INFRA / "budget.yaml"
EVERYWHERE = [path for path in TEMPLATES if path not in {CDN, BUDGET}]


@pytest.mark.parametrize("path", sorted(INFRA.iterdir()), ids=lambda path: path.name)
def test_no_file_names_a_partition(path: Path) -> None:
    assert "arn:aws" not in path.read_text("utf-8")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_arns_have_the_partition_of_the_region(template: Path) -> None:
    created = create(template.name, partition="aws-cn", region="cn-north-1")
    text = json.dumps([created.resources, created.outputs])
    assert text.count("arn:") == text.count("arn:aws-cn:")


def test_the_state_machine_gets_the_partition() -> None:
    machine = create("workflow.yaml", partition="aws-us-gov").resources["StateMachine"]
    assert machine["DefinitionSubstitutions"]["Partition"] == "aws-us-gov"
    assert "arn:${Partition}:states:::lambda:invoke" in (INFRA / "workflow.asl.json").read_text("utf-8")


@pytest.mark.parametrize(
    ("partition", "console"),
    [
        ("aws", "https://console.aws.amazon.com/"),
        ("aws-cn", "https://console.amazonaws.cn/"),
        ("aws-us-gov", "https://console.amazonaws-us-gov.com/"),
    ],
)
def test_the_dashboard_s_url_is_in_the_partition_s_console(partition: str, console: str) -> None:
    assert create("operations.yaml", partition=partition).outputs["Dashboard"].startswith(console)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("templates", "regions"),
    [
        (EVERYWHERE, ["us-east-1", "us-gov-west-1", "cn-north-1", "eu-south-2"]),
        ([CDN], ["us-east-1", "eu-south-2"]),
        ([BUDGET], ["us-east-1", "eu-central-1"]),
    ],
    ids=["everywhere", "cdn", "budget"],
)
def test_cfn_lint_accepts_the_templates(templates: list[Path], regions: list[str]) -> None:
    cfn_lint = Path(sys.executable).with_name("cfn-lint")
    command: list[str | Path] = [cfn_lint, "--regions", *regions, "--", *templates]
    lint = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert lint.returncode == 0, lint.stdout
