"""A budget: its stack, and what it needs."""

import json
from importlib.resources import files

from ops.deployment.prerequisites import REGIONS_WITH_BUDGETS
from ops.exit_codes import ExitCode
from tests.fakes.account.account import FakeAccount
from tests.fakes.account.commands import PROD, deploy, deployed, destroy
from tests.fakes.account.consistency import parameters

_STACK = "darkroom-prod-budget"
EMAIL = ("--alarm-email", "me@example.com")


def test_a_stage_has_no_budget_unless_one_is_given(account: FakeAccount) -> None:
    deployed(account, *EMAIL)
    assert _STACK not in account.cloudformation.stacks


def test_a_budget_has_its_amount_and_the_address_for_alarms(account: FakeAccount) -> None:
    deployed(account, *EMAIL)
    deployed(account, "--daily-budget", "20")
    assert parameters(account, "budget") == {
        "Stage": PROD.name,
        "DailyBudget": "20",
        "AlarmEmail": "me@example.com",
    }


def test_a_budget_stays_until_it_is_turned_off(account: FakeAccount) -> None:
    deployed(account, *EMAIL, "--daily-budget", "20")
    deployed(account, "--memory", "2000")
    assert parameters(account, "budget")["DailyBudget"] == "20"
    deployed(account, "--daily-budget", "0")
    assert _STACK not in account.cloudformation.stacks


def test_destroy_removes_the_budget(account: FakeAccount) -> None:
    deployed(account, *EMAIL, "--daily-budget", "20")
    assert destroy(account).code is ExitCode.OK
    assert _STACK not in account.cloudformation.stacks


def test_a_budget_needs_an_address(account: FakeAccount) -> None:
    outcome = deploy(account, "--daily-budget", "20")
    assert outcome.code is ExitCode.FAILED
    assert "add --alarm-email" in outcome.text


def test_the_regions_are_those_with_budgets_in_the_resource_schemas() -> None:
    providers = files("cfnlint") / "data" / "schemas" / "providers"
    kinds = {
        each.name.removesuffix(".json"): json.loads(each.read_bytes())
        for each in providers.iterdir()
        if each.name.endswith(".json")
    }
    found = {region for region, known in kinds.items() if "AWS::Budgets::Budget" in known}
    others = {each for each in found if each.startswith(("cn-", "us-iso", "eu-isoe", "eusc"))}
    assert found - others == REGIONS_WITH_BUDGETS
