"""The templates comply with checkov's policies, except where a comment gives the reason."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from local.process import ROOT

pytestmark = pytest.mark.timeout(900)

INFRA = ROOT / "infra"
EXCEPTION = re.compile(r"# checkov:skip=(CKV_\w+):(.+)")


@pytest.fixture(scope="module")
def checkov() -> Path:
    """The checkov command, installed in its own environment."""
    made = subprocess.run(["make", "checkov"], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S607
    if made.returncode:
        pytest.skip(f"can't install checkov: {made.stderr[-200:]}")
    return ROOT / ".checkov" / "bin" / "checkov"


def failed_and_passed(checkov: Path, folder: Path) -> tuple[set[str], int]:
    """Return the failed checks, and the number of passed ones."""
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


def test_the_templates_comply_with_checkov_s_policies(checkov: Path) -> None:
    failed, passed = failed_and_passed(checkov, INFRA)
    assert failed == set()
    assert passed > 100


def test_a_template_with_a_public_bucket_fails(checkov: Path, tmp_path: Path) -> None:
    bucket = {"Type": "AWS::S3::Bucket", "Properties": {"AccessControl": "PublicRead"}}
    (tmp_path / "public.json").write_text(json.dumps({"Resources": {"Bucket": bucket}}), "utf-8")
    failed, _ = failed_and_passed(checkov, tmp_path)
    assert any(each.startswith("CKV_AWS_20 ") for each in failed)


@pytest.mark.parametrize("template", sorted(INFRA.glob("*.yaml")), ids=lambda path: path.name)
def test_every_exception_has_a_reason(template: Path) -> None:
    text = template.read_text("utf-8")
    reasons = EXCEPTION.findall(text)
    assert text.count("checkov:skip") == len(reasons)
    assert all(len(reason.split()) >= 2 for _, reason in reasons)
