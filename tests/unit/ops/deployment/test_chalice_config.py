"""Entries of .chalice/config.json that `ops deploy` would not apply."""

import json
from pathlib import Path
from typing import Any

import pytest

from ops.deployment.chalice_config import check_config
from ops.deployment.steps import StepFailed
from ops.deployment.tools import PROJECT
from tests.fakes.account.commands import PROD

SHIPPED = json.loads((PROJECT / ".chalice" / "config.json").read_bytes())


def check(tmp_path: Path, config: Any) -> None:
    path = tmp_path / "config.json"
    path.write_text(config if isinstance(config, str) else json.dumps(config), "utf-8")
    check_config(path, PROD)


def test_the_shipped_file_is_accepted(tmp_path: Path) -> None:
    check(tmp_path, SHIPPED)


@pytest.mark.parametrize(
    ("name", "value", "option"),
    [
        ("environment_variables", {"OPEN_FORMS": "5"}, "use --set NAME=VALUE"),
        ("lambda_memory_size", 3008, "use --memory"),
        ("lambda_timeout", 120, "use --timeout"),
        ("lambda_architecture", "x86_64", "use --architecture"),
        ("reserved_concurrency", 5, "use --concurrency"),
        ("log_retention_in_days", 7, "use --log-days"),
        ("xray", True, "use --tracing"),
        ("api_gateway_custom_domain", {}, "use --domain and --certificate"),
        ("api_gateway_endpoint_type", "EDGE", "use --endpoint-type"),
        ("subnet_ids", ["subnet-1"], "there is no option for it"),
        ("layers", [], "there is no option for it"),
        ("lambda_functions", {"sweep": {}}, "there is no option for it"),
    ],
)
@pytest.mark.parametrize("of_stage", [False, True], ids=["of all stages", "of the stage"])
def test_an_entry_is_refused_with_the_option_to_use(
    tmp_path: Path, name: str, value: Any, option: str, *, of_stage: bool
) -> None:
    config = {**SHIPPED, "stages": {"prod": {name: value}}} if of_stage else {**SHIPPED, name: value}
    with pytest.raises(StepFailed, match=f"  {name}: {option}"):
        check(tmp_path, config)


def test_all_entries_are_listed(tmp_path: Path) -> None:
    with pytest.raises(StepFailed) as caught:
        check(tmp_path, {**SHIPPED, "layers": [], "stages": {"prod": {"xray": True, "tags": {}}}})
    assert [line.split(":")[0].strip() for line in str(caught.value).splitlines()[1:]] == [
        "layers",
        "tags",
        "xray",
    ]


def test_entries_of_other_stages_are_accepted(tmp_path: Path) -> None:
    check(tmp_path, {**SHIPPED, "stages": {"dev": {"xray": True}}})


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(StepFailed, match=r"config\.json is not valid JSON"):
        check(tmp_path, "{")
