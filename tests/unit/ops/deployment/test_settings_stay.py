"""Options that are left out keep their values, because the stacks store them."""

from pathlib import Path

import pytest

from tests.fakes.account.account import FakeAccount
from tests.fakes.account.commands import deployed
from tests.fakes.account.consistency import outputs, parameters, variables


def origins(account: FakeAccount) -> list[str]:
    """Return the origins that CORS allows, besides the page's own."""
    own, *others = parameters(account, "storage")["AllowedOrigins"].split(",")
    assert own == f"https://{outputs(account, 'app')['RestAPIId']}.execute-api.eu-central-1.amazonaws.com"
    assert ",".join(others) == variables(account)["CORS_ORIGINS"]
    return others


def test_a_new_stage_has_the_defaults(account: FakeAccount) -> None:
    deployed(account)
    app = parameters(account, "app")
    assert app["Memory"] == "1769"
    assert app["Architecture"] == "arm64"
    assert app["PreviousReleasePrefix"] == ""
    assert (app["Workflow"], app["Moderation"], app["Tracing"]) == ("direct", "off", "false")
    assert variables(account)["STAGE"] == "prod"
    assert variables(account)["PROCESS_FUNCTION"] == "darkroom-prod-process_upload"


def test_the_environment_is_what_the_stacks_return(account: FakeAccount) -> None:
    deployed(account, "--events", "--workflow", "stepfunctions", "--cdn")
    found = outputs(account, "storage") | outputs(account, "events") | outputs(account, "workflow")
    found |= outputs(account, "cdn")
    given = variables(account)
    for name in ("UPLOAD_BUCKET", "DEST_BUCKET", "IMAGES_TABLE", "TOKENS_TABLE", "FAILURES_QUEUE"):
        assert given[name] == found["".join(map(str.capitalize, name.split("_")))]
    assert given["EVENT_BUS"] == found["EventBus"]
    assert given["WEBHOOKS_TABLE"] == found["WebhooksTable"]
    assert given["WEBHOOKS_QUEUE"] == found["WebhooksQueue"]
    assert given["STATE_MACHINE"] == found["StateMachine"]
    assert given["PUBLIC_BASE_URL"] == found["PublicBaseUrl"]


def test_all_functions_have_the_same_environment_and_their_own_role(account: FakeAccount) -> None:
    deployed(account, "--events")
    functions = account.resources.functions.functions
    assert len(functions) == 15
    assert all(each["Environment"]["Variables"] == variables(account) for each in functions.values())
    assert len({each["Role"] for each in functions.values()}) == len(functions)


def test_settings_stay(account: FakeAccount) -> None:
    deployed(
        account, "--set", "IMAGES_PER_DAY=5", "--memory", "3008", "--reading-rate", "9", "--log-days", "7"
    )
    deployed(account, "--set", "OPEN_FORMS=6")
    app = parameters(account, "app")
    assert [app[name] for name in ("ImagesPerDay", "OpenForms", "Memory", "ReadingRate")] == [
        "5",
        "6",
        "3008",
        "9",
    ]
    assert variables(account)["IMAGES_PER_DAY"] == "5"
    assert app["LogRetentionDays"] == "7"


def test_settings_stay_in_another_checkout(account: FakeAccount, templates: Path) -> None:
    deployed(account, "--set", "IMAGES_PER_DAY=5", "--cdn")
    other = FakeAccount(project=account.project, templates=templates, resources=account.resources)
    other.cloudformation.stacks = account.cloudformation.stacks
    deployed(other)
    assert [name for name, _ in other.operations.log] == []


def test_an_unset_setting_returns_to_its_default(account: FakeAccount) -> None:
    deployed(account, "--set", "IMAGES_PER_DAY=5", "--set", "UPLOAD_PREFIX=photos/")
    assert parameters(account, "access")["UploadPrefix"] == "photos/"
    deployed(account, "--unset", "IMAGES_PER_DAY", "--set", "UPLOAD_PREFIX=")
    assert parameters(account, "app")["ImagesPerDay"] == "10000"
    assert {parameters(account, each)["UploadPrefix"] for each in ("app", "access", "storage")} == {"images/"}


def test_an_alarm_is_slow_at_four_fifths_of_the_timeout(account: FakeAccount) -> None:
    deployed(account)
    assert parameters(account, "operations")["SlowProcessing"] == "48000"
    deployed(account, "--timeout", "100")
    deployed(account)
    assert parameters(account, "operations")["SlowProcessing"] == "80000"


def test_the_alarm_email_can_be_removed(account: FakeAccount) -> None:
    deployed(account, "--alarm-email", "me@example.com")
    deployed(account)
    assert parameters(account, "operations")["AlarmEmail"] == "me@example.com"
    deployed(account, "--alarm-email", "")
    assert parameters(account, "operations")["AlarmEmail"] == ""


def test_origins_are_added_and_removed_one_by_one(account: FakeAccount) -> None:
    deployed(account, "--origin", "https://a.example")
    deployed(account, "--origin", "https://b.example", "--origin", "https://a.example")
    assert origins(account) == ["https://a.example", "https://b.example"]
    deployed(account)
    assert origins(account) == ["https://a.example", "https://b.example"]
    deployed(account, "--remove-origin", "https://a.example", "--origin", "https://c.example")
    assert origins(account) == ["https://b.example", "https://c.example"]
    deployed(account, "--remove-origin", "https://b.example", "--remove-origin", "https://c.example")
    assert origins(account) == []
    assert variables(account)["CORS_ORIGINS"] == ""


def test_pages_of_a_custom_domain_can_upload(account: FakeAccount) -> None:
    arn = "arn:aws:acm:eu-central-1:123456789012:certificate/1"
    deployed(account, "--domain", "images.example.com", "--certificate", arn)
    assert "DomainTarget" in outputs(account, "app")
    assert "https://images.example.com" in parameters(account, "storage")["AllowedOrigins"].split(",")
    deployed(account, "--no-domain")
    assert (parameters(account, "app")["DomainName"], parameters(account, "app")["CertificateArn"]) == (
        "",
        "",
    )
    assert "images.example.com" not in parameters(account, "storage")["AllowedOrigins"]


def test_tables_are_protected_once_everything_exists(account: FakeAccount) -> None:
    deployed(account, "--events")
    tables = account.resources.tables
    assert len(tables.tables) == 3
    assert tables.protected == tables.tables


@pytest.mark.parametrize(("unreserved", "reserved"), [(150, "50"), (149, "0")])
def test_a_new_stage_reserves_the_concurrency_that_the_account_has(
    account: FakeAccount, unreserved: int, reserved: str
) -> None:
    account.resources.functions.unreserved = unreserved
    deployed(account)
    assert parameters(account, "app")["Concurrency"] == reserved


def test_reserved_concurrency_stays(account: FakeAccount) -> None:
    deployed(account, "--concurrency", "7")
    account.resources.functions.unreserved = 10
    deployed(account)
    assert parameters(account, "app")["Concurrency"] == "7"


def test_only_one_package_is_built_for_the_stage_s_architecture(account: FakeAccount) -> None:
    deployed(account, "--architecture", "x86_64")
    deployed(account)
    assert account.builds == [["x86_64"], ["x86_64"]]
    assert parameters(account, "app")["Architecture"] == "x86_64"
