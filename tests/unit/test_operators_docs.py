"""The documentation covers every alarm, every role and every deployment option."""

import argparse
import re

import pytest

from local.template import resource_properties
from ops.deployment import arguments
from tests.documents import ROOT

DOCS = ROOT / "docs"
INFRA = ROOT / "infra"


def tables(page: str) -> str:
    """Return the first column of all tables on a page in docs/."""
    return "\n".join(re.findall(r"^\| ([^|]+) \|", (DOCS / page).read_text("utf-8"), re.MULTILINE))


def alarms() -> list[str]:
    properties = resource_properties(INFRA / "operations.yaml").items()
    return [name for name, each in properties if "AlarmDescription" in each]


def roles() -> list[str]:
    properties = resource_properties(INFRA / "access.yaml").items()
    return [name for name, each in properties if "AssumeRolePolicyDocument" in each]


def options() -> list[str]:
    parser = argparse.ArgumentParser(add_help=False)
    arguments.add_arguments(parser)
    usage = parser.format_usage()
    return sorted(set(re.findall(r"--[a-z-]+", usage)))


@pytest.mark.parametrize("alarm", alarms())
def test_every_alarm_is_documented(alarm: str) -> None:
    assert f"`{alarm}`" in tables("operations.md")


@pytest.mark.parametrize("role", roles())
def test_every_role_is_documented(role: str) -> None:
    assert f"`{role}`" in tables("security.md")


@pytest.mark.parametrize("option", options())
def test_every_deployment_option_is_in_the_guide(option: str) -> None:
    assert re.search(rf"`{option}[ `]", tables("deploy.md"))


@pytest.mark.parametrize("page", ["operations.md", "security.md"])
def test_documented_alarms_and_roles_exist(page: str) -> None:
    documented = set(
        re.findall(r"`((?:[A-Z][a-z]+)+(?:Errors|Slow|Throttles|Role|Backlog|NotEmpty|Stuck))`", tables(page))
    )
    assert documented
    assert documented <= {*alarms(), *roles()}
