"""Wire the webhooks."""

import secrets
import ssl
from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.bootstrap.adapters import Adapters
from chalicelib.bootstrap.clock import now
from chalicelib.errors import ConfigurationError

if TYPE_CHECKING:
    from chalicelib.aws.endpoints import DynamoDBEndpointStore
    from chalicelib.webhooks.delivery import Caller, Webhooks
    from chalicelib.webhooks.http import HttpClient
    from chalicelib.webhooks.registry import EndpointRegistry


class WithWebhooks(Adapters):
    """Adds the webhooks of a deployment that has them."""

    @cached_property
    def endpoints(self) -> "DynamoDBEndpointStore":
        """The table of webhook endpoints. Raises ConfigurationError."""
        from chalicelib.aws.endpoints import DynamoDBEndpointStore

        if self.settings.webhooks_table is None:
            raise ConfigurationError("WEBHOOKS_TABLE is not set; docs/events.md shows how to enable webhooks")
        return DynamoDBEndpointStore(self._dynamodb, self.settings.webhooks_table)

    @cached_property
    def webhook_sender(self) -> "HttpClient":
        """The HTTP client that sends webhooks."""
        from chalicelib.webhooks.http import HttpClient

        return HttpClient(
            allow_loopback=self.settings.webhook_allow_loopback, tls=ssl.create_default_context()
        )

    @cached_property
    def caller(self) -> "Caller":
        """Signs and sends one webhook."""
        from chalicelib.webhooks.delivery import Caller

        return Caller(sender=self.webhook_sender, clock=now)

    @cached_property
    def registry(self) -> "EndpointRegistry":
        """Creates, lists and removes endpoints. Raises ConfigurationError."""
        from chalicelib.webhooks.registry import EndpointRegistry

        return EndpointRegistry(
            endpoints=self.endpoints,
            caller=self.caller,
            check_url=self.webhook_sender.check,
            clock=now,
            random=secrets.token_bytes,
        )

    @cached_property
    def webhooks(self) -> "Webhooks":
        """Delivers webhooks from the queue. Raises ConfigurationError."""
        from chalicelib.aws.clients import sqs_client
        from chalicelib.aws.webhooks import SQSWebhookQueue
        from chalicelib.webhooks.delivery import Webhooks

        if self.settings.webhooks_queue is None:
            raise ConfigurationError("WEBHOOKS_QUEUE is not set; docs/events.md shows how to enable webhooks")
        queue = SQSWebhookQueue(sqs_client(), self.settings.webhooks_queue)
        return Webhooks(endpoints=self.endpoints, caller=self.caller, queue=queue)
