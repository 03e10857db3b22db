"""When a webhook is tried again."""

import pytest

from chalicelib.webhooks.backoff import ATTEMPTS, LONGEST, WAITS, wait
from local.event_rules import TEMPLATE
from local.template import resource_properties


def test_each_wait_is_the_schedules_or_up_to_a_tenth_longer() -> None:
    for attempt, planned in enumerate(WAITS, 1):
        waits = [wait(attempt, f"id-{number}", None) for number in range(200)]
        assert planned <= min(waits)
        assert max(waits) <= 1.1 * planned + 1


def test_webhooks_that_failed_together_do_not_come_back_together() -> None:
    assert len({wait(3, f"id-{number}", None) for number in range(200)}) > 50


def test_the_same_webhook_waits_the_same_time() -> None:
    assert wait(2, "id-1", None) == wait(2, "id-1", None)


def test_an_endpoint_may_ask_for_more_time_but_not_for_less() -> None:
    assert wait(1, "id-1", 600) == 600
    assert wait(4, "id-1", 1) == wait(4, "id-1", None)


@pytest.mark.parametrize("asked", [None, 10**9])
def test_no_wait_is_longer_than_sqs_can_hide_a_message(asked: int | None) -> None:
    assert max(wait(attempt, "id-1", asked) for attempt in range(1, ATTEMPTS)) <= LONGEST < 12 * 3_600


def test_after_the_last_attempt_the_message_goes_to_the_dead_letters_at_once() -> None:
    assert wait(ATTEMPTS, "id-1", 600) == 0


def test_the_queue_gives_up_after_the_last_attempt_and_keeps_messages_until_then() -> None:
    queue = resource_properties(TEMPLATE)["WebhooksQueue"]
    assert queue["RedrivePolicy"]["maxReceiveCount"] == ATTEMPTS
    assert queue["MessageRetentionPeriod"] > ATTEMPTS * LONGEST
