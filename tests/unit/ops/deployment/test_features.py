"""Features are turned on before the functions use them, and off after the functions stopped using them."""

import pytest

from tests.fakes.account.account import FakeAccount
from tests.fakes.account.commands import ALL_FEATURES, NO_FEATURES, PROD, deployed
from tests.fakes.account.consistency import missing, outputs, parameters, variables

OWN_CDN = "https://images.example.com"


def stacks(account: FakeAccount) -> list[str]:
    return [name.removeprefix("darkroom-prod").removeprefix("-") for name in account.cloudformation.stacks]


def watch(account: FakeAccount) -> list[str]:
    """Return a list of what the functions lack after any operation, which grows during deployments."""
    found: list[str] = []
    account.operations.observe = lambda: found.extend(missing(account, PROD))
    return found


def test_a_first_deployment_creates_what_the_functions_need_before_them(account: FakeAccount) -> None:
    found = watch(account)
    deployed(account, *ALL_FEATURES)
    parts = [name.removeprefix("darkroom-prod").removeprefix("-") for name, _ in account.operations.log]
    assert parts == [
        *("artifacts", "", "events", "cdn", "access", "workflow", "moderation", "faces"),
        *("", "operations", "app", "", "cdn", "events"),
    ]
    assert found == []


def test_a_new_stage_has_alarms_and_no_other_feature(account: FakeAccount) -> None:
    deployed(account)
    assert stacks(account) == ["artifacts", "", "access", "operations", "app"]


def test_features_stay_on(account: FakeAccount) -> None:
    deployed(account, *ALL_FEATURES)
    before, done = variables(account), len(account.operations.log)
    deployed(account)
    assert variables(account) == before
    assert len(account.operations.log) == done


def test_features_are_turned_off_last(account: FakeAccount) -> None:
    deployed(account, *ALL_FEATURES)
    found, done = watch(account), len(account.operations.log)
    deployed(account, *NO_FEATURES)
    assert found == []
    assert account.operations.log[done:] == [
        ("darkroom-prod-app", "UPDATE_COMPLETE"),
        ("darkroom-prod-access", "UPDATE_COMPLETE"),
        ("darkroom-prod", "UPDATE_COMPLETE"),
        ("darkroom-prod-cdn", "DELETE_COMPLETE"),
        ("darkroom-prod-workflow", "DELETE_COMPLETE"),
        ("darkroom-prod-moderation", "DELETE_COMPLETE"),
        ("darkroom-prod-faces", "DELETE_COMPLETE"),
        ("darkroom-prod-operations", "DELETE_COMPLETE"),
    ]
    off = (
        *("EVENT_BUS", "WEBHOOKS_TABLE", "WEBHOOKS_QUEUE", "STATE_MACHINE"),
        *("PUBLIC_BASE_URL", "DISTRIBUTION_ID", "INVALIDATIONS_QUEUE"),
    )
    given = variables(account)
    assert [given[name] for name in off] == [""] * len(off)
    assert (given["WORKFLOW"], given["MODERATION"], given["TRACING"]) == ("direct", "off", "false")
    assert given["FACE_DETECTION"] == "off"
    assert parameters(account, "access")["EventBus"] == ""
    assert parameters(account, "access")["Tracing"] == "false"
    assert parameters(account, "storage")["DistributionArn"] == ""


def test_features_stay_off(account: FakeAccount) -> None:
    deployed(account, *ALL_FEATURES)
    deployed(account, *NO_FEATURES)
    done = len(account.operations.log)
    deployed(account)
    assert len(account.operations.log) == done


def test_features_can_be_turned_on_again(account: FakeAccount) -> None:
    deployed(account, *ALL_FEATURES)
    endpoints = outputs(account, "events")["WebhooksTable"]
    deployed(account, *NO_FEATURES)
    found = watch(account)
    deployed(account, *ALL_FEATURES, "--alarms")
    assert found == []
    assert variables(account)["WEBHOOKS_TABLE"] == endpoints


def test_events_that_are_turned_off_keep_the_endpoints_of_webhooks(account: FakeAccount) -> None:
    deployed(account, "--events")
    deployed(account, "--no-events")
    assert "events" in stacks(account)
    assert "darkroom-prod-deliver_webhook" not in account.resources.functions.functions
    assert not any("DeliverWebhook" in role for role in account.resources.roles)


def test_alarms_of_a_feature_go_with_it(account: FakeAccount) -> None:
    deployed(account, *ALL_FEATURES)
    assert parameters(account, "operations")["StateMachine"]
    deployed(account, "--workflow", "direct", "--no-events")
    operations = parameters(account, "operations")
    assert (operations["StateMachine"], operations["WebhookFailuresQueue"]) == ("", "")


@pytest.mark.parametrize("before", ["s3", "eventbridge"])
def test_uploads_are_delivered_while_their_way_changes(account: FakeAccount, before: str) -> None:
    after = "s3" if before == "eventbridge" else "eventbridge"
    found = watch(account)
    deployed(account, "--upload-events", before)
    deployed(account, "--upload-events", after)
    assert found == []
    notification = account.resources.s3.buckets[variables(account)["UPLOAD_BUCKET"]].notification
    assert ("EventBridgeConfiguration" in notification) == (after == "eventbridge")
    done = len(account.operations.log)
    deployed(account)
    assert len(account.operations.log) == done


def test_the_distribution_serves_the_variants_only_while_it_is_on(account: FakeAccount) -> None:
    deployed(account, "--cdn")
    assert variables(account)["PUBLIC_BASE_URL"] == outputs(account, "cdn")["PublicBaseUrl"]
    deployed(account)
    assert variables(account)["PUBLIC_BASE_URL"] == outputs(account, "cdn")["PublicBaseUrl"]
    deployed(account, "--no-cdn")
    assert variables(account)["PUBLIC_BASE_URL"] == ""


def test_the_distribution_learns_the_domain_of_the_api_when_it_exists(account: FakeAccount) -> None:
    deployed(account, "--cdn")
    domain = outputs(account, "app")["ApiDomain"]
    assert parameters(account, "cdn")["ApiDomain"] == domain
    cdn = [status for name, status in account.operations.log if name == "darkroom-prod-cdn"]
    assert cdn == ["CREATE_COMPLETE", "UPDATE_COMPLETE"]
    deployed(account, "--no-cdn")
    deployed(account, "--cdn")
    assert parameters(account, "cdn")["ApiDomain"] == domain
    cdn = [status for name, status in account.operations.log if name == "darkroom-prod-cdn"]
    assert cdn[2:] == ["DELETE_COMPLETE", "CREATE_COMPLETE"]


def test_the_distribution_caches_redirects_only_while_variants_are_public(account: FakeAccount) -> None:
    deployed(account, "--cdn", "--set", "PUBLIC_VARIANTS=true")
    assert parameters(account, "cdn")["PublicVariants"] == "true"
    deployed(account, "--set", "PUBLIC_VARIANTS=false")
    assert parameters(account, "cdn")["PublicVariants"] == "false"


@pytest.mark.parametrize("url", [OWN_CDN, "https://d1234.cloudfront.net"])
def test_a_cdn_of_one_s_own_stays(account: FakeAccount, url: str) -> None:
    deployed(account, "--set", f"PUBLIC_BASE_URL={url}")
    for options in ((), ("--cdn",), (), ("--no-cdn",), ()):
        deployed(account, *options)
        assert variables(account)["PUBLIC_BASE_URL"] == url


def test_without_a_cdn_of_one_s_own_the_distribution_is_used_again(account: FakeAccount) -> None:
    deployed(account, "--cdn", "--set", f"PUBLIC_BASE_URL={OWN_CDN}")
    deployed(account, "--unset", "PUBLIC_BASE_URL")
    assert variables(account)["PUBLIC_BASE_URL"] == outputs(account, "cdn")["PublicBaseUrl"]


def test_a_distribution_that_was_set_by_hand_goes_with_the_cdn(account: FakeAccount) -> None:
    deployed(account, "--cdn")
    deployed(account, "--set", f"PUBLIC_BASE_URL={outputs(account, 'cdn')['PublicBaseUrl']}/")
    deployed(account, "--no-cdn")
    assert variables(account)["PUBLIC_BASE_URL"] == ""
