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
    from chalicelib.webhooks.delivery import Webhooks
    from chalicelib.webhooks.endpoint_registry import EndpointRegistry
    from chalicelib.webhooks.http import HttpClient
    from chalicelib.webhooks.sender import WebhookSender


class WithWebhooks(Adapters):
    """Adds the webhooks of a deployment that has them."""

    @cached_property
    def endpoints(self) -> "DynamoDBEndpointStore":
        """The table of webhook endpoints. Raises ConfigurationError."""
        from chalicelib.aws.endpoints import DynamoDBEndpointStore

        if self.settings.webhooks_table is None:
            raise ConfigurationError("WEBHOOKS_TABLE is not set; docs/webhooks.md shows how to enable them")
        return DynamoDBEndpointStore(self._dynamodb, self.settings.webhooks_table)

    @cached_property
    def webhook_client(self) -> "HttpClient":
        """The HTTP client that sends webhooks."""
        from chalicelib.webhooks.http import HttpClient

        return HttpClient(
            allow_loopback=self.settings.webhook_allow_loopback, tls=ssl.create_default_context()
        )

    @cached_property
    def webhook_sender(self) -> "WebhookSender":
        """Sign and send webhooks."""
        from chalicelib.webhooks.sender import WebhookSender

        return WebhookSender(client=self.webhook_client, clock=now)

    @cached_property
    def registry(self) -> "EndpointRegistry":
        """Creates, lists and removes endpoints. Raises ConfigurationError."""
        from chalicelib.webhooks.endpoint_registry import EndpointRegistry

        return EndpointRegistry(
            endpoints=self.endpoints,
            sender=self.webhook_sender,
            check_url=self.webhook_client.check,
            clock=now,
            random=secrets.token_bytes,
        )

    @cached_property
    def webhooks(self) -> "Webhooks":
        """Delivers webhooks from the queue. Raises ConfigurationError."""
        from chalicelib.aws.clients import sqs_client
        from chalicelib.aws.webhooks import SQSWebhookQueue
        from chalicelib.webhooks.attempts import Attempts
        from chalicelib.webhooks.delivery import Webhooks

        if self.settings.webhooks_queue is None:
            raise ConfigurationError("WEBHOOKS_QUEUE is not set; docs/webhooks.md shows how to enable them")
        queue = SQSWebhookQueue(sqs_client(), self.settings.webhooks_queue)
        attempts = Attempts(endpoints=self.endpoints, sender=self.webhook_sender, clock=now)
        return Webhooks(endpoints=self.endpoints, attempts=attempts, queue=queue)
