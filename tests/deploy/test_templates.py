"""The templates comply with checkov's policies, except where a comment gives the reason."""

import json
import re
import shutil
import subprocess
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from local.process import ROOT

pytestmark = pytest.mark.timeout(900)

INFRA = ROOT / "infra"
PUBLIC = "public.json"
EXCEPTION = re.compile(r"# checkov:skip=(CKV_\w+):(.+)")


@dataclass(frozen=True)
class Report:
    """The checks that failed, by the name of the template, and the number of passed ones."""

    failed: dict[str, set[str]]
    passed: int


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """What checkov says about the templates and about one with a public bucket.

    It checks them together, because it takes seconds to start.
    """
    folder = tmp_path_factory.mktemp("checked") / "infra"
    shutil.copytree(INFRA, folder)
    bucket = {"Type": "AWS::S3::Bucket", "Properties": {"AccessControl": "PublicRead"}}
    (folder / PUBLIC).write_text(json.dumps({"Resources": {"Bucket": bucket}}), "utf-8")
    options = ["--framework", "cloudformation", "--output", "json", "--skip-download", "--quiet", "--compact"]
    done = subprocess.run(
        [checkov(), "--directory", folder, *options], capture_output=True, text=True, timeout=300, check=False
    )
    found: dict[str, Any] = json.loads(done.stdout)
    assert found["summary"]["parsing_errors"] == 0
    failed: defaultdict[str, set[str]] = defaultdict(set)
    for each in found["results"]["failed_checks"]:
        check = f"{each['check_id']} {each['resource']} {each['check_name']}"
        failed[Path(each["file_path"]).name].add(check)
    return Report(dict(failed), found["summary"]["passed"])


def checkov() -> Path:
    """Install checkov in its own environment, if it is not there; return its command."""
    made = subprocess.run(["make", "checkov"], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S607
    if made.returncode:
        pytest.skip(f"can't install checkov: {made.stderr[-200:]}")
    return ROOT / ".checkov" / "bin" / "checkov"


def test_the_templates_comply_with_checkov_s_policies(report: Report) -> None:
    assert {name: checks for name, checks in report.failed.items() if name != PUBLIC} == {}
    assert report.passed > 100


def test_a_template_with_a_public_bucket_fails(report: Report) -> None:
    assert any(each.startswith("CKV_AWS_20 ") for each in report.failed[PUBLIC])


@pytest.mark.parametrize("template", sorted(INFRA.glob("*.yaml")), ids=lambda path: path.name)
def test_every_exception_has_a_reason(template: Path) -> None:
    text = template.read_text("utf-8")
    reasons = EXCEPTION.findall(text)
    assert text.count("checkov:skip") == len(reasons)
    assert all(len(reason.split()) >= 2 for _, reason in reasons)
