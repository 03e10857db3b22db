"""The templates as others judge them: checkov's policies, each exception with its reason beside it."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from local.process import ROOT
from ops.stage.names import INFRA

pytestmark = pytest.mark.timeout(900)

EXCEPTION = re.compile(r"# checkov:skip=(CKV_\w+):(.+)")


@pytest.fixture(scope="module")
def checkov() -> Path:
    """The program, in an environment of its own."""
    made = subprocess.run(["make", "checkov"], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S607
    if made.returncode:
        pytest.skip(f"checkov cannot be installed: {made.stderr[-200:]}")
    return ROOT / ".checkov" / "bin" / "checkov"


def judged(checkov: Path, folder: Path) -> tuple[set[str], int]:
    """Return what fails, and how many checks have passed."""
    options = ["--framework", "cloudformation", "--output", "json", "--skip-download", "--quiet", "--compact"]
    done = subprocess.run(
        [checkov, "--directory", folder, *options], capture_output=True, text=True, timeout=300, check=False
    )
    report: dict[str, Any] = json.loads(done.stdout)
    assert report["summary"]["parsing_errors"] == 0
    failed = {
        f"{each['check_id']} {each['resource']} {each['check_name']}"
        for each in report["results"]["failed_checks"]
    }
    return failed, report["summary"]["passed"]


def test_the_templates_pass_checkovs_policies(checkov: Path) -> None:
    failed, passed = judged(checkov, INFRA)
    assert failed == set()
    assert passed > 100


def test_a_template_with_a_public_bucket_does_not_pass(checkov: Path, tmp_path: Path) -> None:
    bucket = {"Type": "AWS::S3::Bucket", "Properties": {"AccessControl": "PublicRead"}}
    (tmp_path / "public.json").write_text(json.dumps({"Resources": {"Bucket": bucket}}), "utf-8")
    failed, _ = judged(checkov, tmp_path)
    assert any(each.startswith("CKV_AWS_20 ") for each in failed)


@pytest.mark.parametrize("template", sorted(INFRA.glob("*.yaml")), ids=lambda path: path.name)
def test_every_exception_says_why(template: Path) -> None:
    text = template.read_text("utf-8")
    reasons = EXCEPTION.findall(text)
    assert text.count("checkov:skip") == len(reasons)
    assert all(len(reason.split()) >= 2 for _, reason in reasons)
