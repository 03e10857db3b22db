"""The CDN gets the policy of the stage's presets, and the keys that sign what the policy doesn't allow."""

import json
from pathlib import Path

import pytest

from ops.exit_codes import ExitCode
from tests.fakes.account.account import FakeAccount
from tests.fakes.account.commands import PROD, deploy, deployed, destroy, roll_back
from tests.fakes.account.consistency import outputs, parameters

SMALL = {"name": "small", "width": 5, "height": 5}
KEYS = '{"keys": [{"id": "6a000001", "secret": "b"}, {"id": "6a000000", "secret": "a"}]}'


def presets(folder: Path, *widths: int) -> str:
    """Write a presets file with these widths on demand; return its name."""
    file = folder / f"{'-'.join(map(str, widths)) or 'none'}.json"
    on_demand = {"on_demand": {"widths": widths}} if widths else {}
    file.write_text(json.dumps({"default": ["small"], "presets": [SMALL], **on_demand}), "utf-8")
    return str(file)


def widths_at_cdn(account: FakeAccount) -> list[int] | None:
    policy = parameters(account, "cdn")["OnDemandPolicy"]
    return json.loads(policy)["widths"] if policy else None


def store(account: FakeAccount) -> dict[str, str]:
    return account.resources.key_values.stores[outputs(account, "cdn")["KeyValueStoreArn"]]


def test_without_variants_on_demand_the_cdn_has_no_policy(account: FakeAccount, tmp_path: Path) -> None:
    deployed(account, "--cdn", "--presets", presets(tmp_path))
    assert widths_at_cdn(account) is None
    assert "KeyValueStoreArn" not in outputs(account, "cdn")


def test_the_policy_follows_the_presets(account: FakeAccount, tmp_path: Path) -> None:
    deployed(account, "--cdn", "--presets", presets(tmp_path, 160, 320))
    assert widths_at_cdn(account) == [160, 320]
    deployed(account, "--presets", presets(tmp_path, 640))
    assert widths_at_cdn(account) == [640]
    deployed(account)
    assert widths_at_cdn(account) == [640]
    deployed(account, "--presets", presets(tmp_path))
    assert widths_at_cdn(account) is None


def test_a_cdn_that_comes_later_gets_the_policy_of_stored_presets(
    account: FakeAccount, tmp_path: Path
) -> None:
    deployed(account, "--presets", presets(tmp_path, 160))
    deployed(account, "--cdn")
    assert widths_at_cdn(account) == [160]


def test_a_rollback_returns_to_the_earlier_policy(account: FakeAccount, tmp_path: Path) -> None:
    deployed(account, "--cdn", "--presets", presets(tmp_path, 160))
    deployed(account, "--presets", presets(tmp_path, 320))
    for widths in ([160], [320]):
        assert roll_back(account).code is ExitCode.OK
        assert widths_at_cdn(account) == widths


def test_a_rollback_to_the_presets_in_the_package_has_their_policy(
    account: FakeAccount, tmp_path: Path
) -> None:
    deployed(account, "--cdn")
    shipped = parameters(account, "cdn")["OnDemandPolicy"]
    deployed(account, "--presets", presets(tmp_path, 12345))
    assert roll_back(account).code is ExitCode.OK
    assert parameters(account, "cdn")["OnDemandPolicy"] == shipped


def test_a_policy_that_is_too_long_changes_nothing(account: FakeAccount, tmp_path: Path) -> None:
    file = tmp_path / "presets.json"
    lazy = {**SMALL, "format": "webp", "when": "on_demand"}
    many = [{**lazy, "name": f"{'long-name-' * 5}{i}"} for i in range(50)]
    file.write_text(json.dumps({"default": ["small"], "presets": [SMALL, *many]}), "utf-8")
    outcome = deploy(account, "--cdn", "--presets", str(file))
    assert outcome.code is ExitCode.FAILED
    assert "characters of 2,600" in outcome.text
    assert not account.cloudformation.stacks
    deployed(account, "--presets", str(file))


def test_the_cdn_gets_the_keys_that_the_api_has(account: FakeAccount, tmp_path: Path) -> None:
    deployed(account, "--presets", presets(tmp_path, 160))
    account.resources.parameters.values[PROD.signing_keys] = KEYS
    deployed(account, "--cdn")
    assert store(account) == {"6a000001": "b", "6a000000": "a"}


def test_a_new_store_of_the_cdn_gets_the_keys_again(account: FakeAccount, tmp_path: Path) -> None:
    deployed(account, "--cdn", "--presets", presets(tmp_path, 160))
    account.resources.parameters.values[PROD.signing_keys] = KEYS
    deployed(account, "--presets", presets(tmp_path))
    assert account.resources.key_values.stores == {}
    assert roll_back(account).code is ExitCode.OK
    assert store(account) == {"6a000001": "b", "6a000000": "a"}


def test_no_key_is_in_a_template_or_parameter(account: FakeAccount, tmp_path: Path) -> None:
    account.resources.parameters.values[PROD.signing_keys] = KEYS.replace('"b"', '"secret-of-a-key"')
    outcome = deploy(account, "--cdn", "--presets", presets(tmp_path, 160))
    assert store(account)["6a000001"] == "secret-of-a-key"
    assert "secret-of-a-key" not in outcome.text
    for stack in account.cloudformation.stacks.values():
        assert "secret-of-a-key" not in repr(stack)


def test_the_keys_are_deleted_with_the_stage(account: FakeAccount) -> None:
    deployed(account)
    account.resources.parameters.values[PROD.signing_keys] = KEYS
    assert destroy(account).code is ExitCode.OK
    assert account.resources.parameters.values == {}


@pytest.mark.parametrize(
    ("unreserved", "reserved"), [(1000, ("50", "10")), (155, ("50", "0")), (110, ("0", "10"))]
)
def test_concurrency_is_reserved_as_far_as_the_account_has_it(
    account: FakeAccount, unreserved: int, reserved: tuple[str, str]
) -> None:
    account.resources.functions.unreserved = unreserved
    deployed(account)
    app = parameters(account, "app")
    assert (app["Concurrency"], app["OnDemandConcurrency"]) == reserved
