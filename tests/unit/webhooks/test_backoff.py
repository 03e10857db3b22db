"""The retry schedule of webhooks."""

import pytest

from chalicelib.webhooks.delivery import DELAYS, MAX_ATTEMPTS, MAX_DELAY, retry_delay
from local.event_rules import TEMPLATE
from local.template import resource_properties


def test_each_delay_is_as_scheduled_or_up_to_a_tenth_longer() -> None:
    for attempt, base in enumerate(DELAYS, 1):
        delays = [retry_delay(attempt, f"id-{number}", None) for number in range(200)]
        assert base <= min(delays)
        assert max(delays) <= 1.1 * base + 1


def test_webhooks_that_failed_together_are_not_retried_together() -> None:
    assert len({retry_delay(3, f"id-{number}", None) for number in range(200)}) > 50


def test_the_same_webhook_always_gets_the_same_delay() -> None:
    assert retry_delay(2, "id-1", None) == retry_delay(2, "id-1", None)


def test_retry_after_can_lengthen_a_delay_but_not_shorten_it() -> None:
    assert retry_delay(1, "id-1", 600) == 600
    assert retry_delay(4, "id-1", 1) == retry_delay(4, "id-1", None)


@pytest.mark.parametrize("retry_after", [None, 10**9])
def test_no_delay_exceeds_the_limit_of_sqs(retry_after: int | None) -> None:
    delays = [retry_delay(attempt, "id-1", retry_after) for attempt in range(1, MAX_ATTEMPTS)]
    assert max(delays) <= MAX_DELAY < 12 * 3_600


def test_after_the_last_attempt_the_message_becomes_a_dead_letter_at_once() -> None:
    assert retry_delay(MAX_ATTEMPTS, "id-1", 600) == 0


def test_the_queue_keeps_messages_until_the_last_attempt_and_then_gives_up() -> None:
    queue = resource_properties(TEMPLATE)["WebhooksQueue"]
    assert queue["RedrivePolicy"]["maxReceiveCount"] == MAX_ATTEMPTS
    assert queue["MessageRetentionPeriod"] > MAX_ATTEMPTS * MAX_DELAY
