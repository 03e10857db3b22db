"""Wire the invalidations of the CDN."""

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.bootstrap.clock import now
from chalicelib.bootstrap.webhooks import WithWebhooks
from chalicelib.errors import ConfigurationError
from chalicelib.processing.invalidation import InvalidationOutbox

if TYPE_CHECKING:
    from chalicelib.aws.invalidation_queue import SQSInvalidationQueue
    from chalicelib.cdn.invalidation import Invalidation


class WithCdn(WithWebhooks):
    """Adds the invalidations of a deployment that has a CDN."""

    @cached_property
    def invalidation_outbox(self) -> InvalidationOutbox:
        """Requests invalidations."""
        return InvalidationOutbox(store=self.store, queue=self._invalidation_queue, clock=now)

    @cached_property
    def invalidation(self) -> "Invalidation":
        """Sends the requests from the queue to the CDN. Raises ConfigurationError."""
        from chalicelib.aws.clients import cloudfront_client
        from chalicelib.aws.cloudfront import CloudFrontCdn
        from chalicelib.aws.invalidation_usage import DynamoDBInvalidationUsage
        from chalicelib.cdn.invalidation import Invalidation

        if self.settings.distribution_id is None or self._invalidation_queue is None:
            raise ConfigurationError("DISTRIBUTION_ID is not set; docs/howto/cdn.md shows how to add a CDN")
        return Invalidation(
            cdn=CloudFrontCdn(cloudfront_client(), self.settings.distribution_id),
            queue=self._invalidation_queue,
            usage=DynamoDBInvalidationUsage(self._dynamodb, self.settings.images_table),
            per_day=self.settings.invalidations_per_day,
            clock=now,
        )

    @cached_property
    def _invalidation_queue(self) -> "SQSInvalidationQueue | None":
        from chalicelib.aws.clients import sqs_client
        from chalicelib.aws.invalidation_queue import SQSInvalidationQueue

        queue = self.settings.invalidations_queue
        return SQSInvalidationQueue(sqs_client(), queue) if queue else None
