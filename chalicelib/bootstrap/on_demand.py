"""Wire the variants on demand: the API's use case, and that of the function that renders them."""

import time
from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.bootstrap.clock import now
from chalicelib.bootstrap.recovery import WithRecovery

if TYPE_CHECKING:
    from chalicelib.aws.rendering_claims import DynamoDBRenderingClaims
    from chalicelib.on_demand.delivery import VariantDelivery
    from chalicelib.on_demand.rendering import OnDemandRendering
    from chalicelib.on_demand.single_rendering import SingleRendering
    from chalicelib.ports import RenderingFunction, SigningKeys


class WithOnDemand(WithRecovery):
    """Adds the variants on demand."""

    @cached_property
    def delivery(self) -> "VariantDelivery":
        """Leads to variants on demand. Raises ConfigurationError if the presets are invalid."""
        from chalicelib.on_demand.authorization import Authorization
        from chalicelib.on_demand.delivery import VariantDelivery
        from chalicelib.on_demand.records import RenderableImages

        return VariantDelivery(
            public=self.variants_are_public,
            has_cdn=self.cdn_url is not None,
            presets=self.presets,
            images=RenderableImages(store=self.store),
            authorization=Authorization(presets=self.presets, keys=self._signing_keys),
            outputs=self.outputs,
            rendering=self._single_rendering,
        )

    @cached_property
    def on_demand_rendering(self) -> "OnDemandRendering":
        """Renders variants on demand."""
        from chalicelib.aws.upload_bucket import S3SourceStorage
        from chalicelib.on_demand.rendering import OnDemandRendering

        # The function's role may read originals, and nothing else in their bucket.
        sources = S3SourceStorage(self._s3, self.settings.upload_bucket, clock=now, may_list=False)
        return OnDemandRendering(
            max_upload_bytes=self.settings.max_upload_bytes,
            presets=self.presets,
            store=self.store,
            sources=sources,
            outputs=self.outputs,
            engine=self.engine,
            observer=self.observer,
        )

    @cached_property
    def _single_rendering(self) -> "SingleRendering":
        from chalicelib.on_demand.single_rendering import SingleRendering

        settings = self.settings
        return SingleRendering(
            outputs=self.outputs,
            claims=self._rendering_claims,
            usage=self.rendering_usage,
            function=self._rendering_function,
            per_image=settings.renderings_per_image,
            per_owner=settings.renderings_per_day,
            clock=now,
            sleep=time.sleep,
        )

    @cached_property
    def _rendering_claims(self) -> "DynamoDBRenderingClaims":
        from chalicelib.aws.rendering_claims import DynamoDBRenderingClaims

        return DynamoDBRenderingClaims(self._dynamodb, self.settings.images_table)

    @cached_property
    def _rendering_function(self) -> "RenderingFunction":
        from chalicelib.aws.clients import rendering_client
        from chalicelib.aws.rendering_function import LambdaRenderingFunction
        from chalicelib.on_demand.unconfigured import UnconfiguredFunction

        if self.settings.render_function is None:
            return UnconfiguredFunction()
        return LambdaRenderingFunction(rendering_client(), self.settings.render_function)

    @cached_property
    def _signing_keys(self) -> "SigningKeys":
        from chalicelib.on_demand.authorization import CachedSigningKeys, NoSigningKeys

        if self.settings.signing_keys is None:
            return NoSigningKeys()
        from chalicelib.aws.clients import ssm_client
        from chalicelib.aws.signing_keys import SSMSigningKeys

        return CachedSigningKeys(source=SSMSigningKeys(ssm_client(), self.settings.signing_keys), clock=now)
