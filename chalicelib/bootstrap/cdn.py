"""Wire what depends on the CDN."""

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.api.links import Links
from chalicelib.bootstrap.clock import now
from chalicelib.bootstrap.webhooks import WithWebhooks
from chalicelib.domain.on_demand.urls import OnDemandUrls
from chalicelib.errors import ConfigurationError
from chalicelib.processing.invalidation import InvalidationOutbox

if TYPE_CHECKING:
    from chalicelib.aws.invalidation_queue import SQSInvalidationQueue
    from chalicelib.cdn.invalidation import Invalidation


class WithCdn(WithWebhooks):
    """Adds what depends on whether a deployment has a CDN."""

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

    @property
    def variants_are_public(self) -> bool:
        """Whether anyone may read variants: there is a CDN, or PUBLIC_VARIANTS."""
        return self.settings.public_variants or self.settings.public_base_url is not None

    @property
    def cdn_url(self) -> str | None:
        """The base URL of the deployment's own CDN, None without one.

        Any other CDN that serves the processed bucket does not ask the API for files that are not there.
        """
        return self.settings.public_base_url if self.settings.distribution_id else None

    def on_demand_urls(self, api_url: str | None = None) -> OnDemandUrls | None:
        """Return where variants on demand are, if they are public: on the CDN, or below the API's URL."""
        base_url = self.cdn_url or (api_url if self.variants_are_public else None)
        if base_url is None:
            return None
        try:
            presets = self.presets
        except ConfigurationError:
            # With invalid presets, images can still be viewed.
            return None
        return OnDemandUrls(base_url=base_url, presets=presets) if presets.renders_on_demand else None

    def links(self, api_url: str) -> Links:
        """Return the URLs of this deployment's files. `api_url` is where the caller reaches the API."""
        on_demand = self.on_demand_urls(api_url)
        return Links(url_of=self.outputs.url, kernel=self.uses_kernel, on_demand=on_demand)

    @cached_property
    def _invalidation_queue(self) -> "SQSInvalidationQueue | None":
        from chalicelib.aws.clients import sqs_client
        from chalicelib.aws.invalidation_queue import SQSInvalidationQueue

        queue = self.settings.invalidations_queue
        return SQSInvalidationQueue(sqs_client(), queue) if queue else None
