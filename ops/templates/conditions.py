"""The conditions of the app's template."""

from collections.abc import Mapping
from types import MappingProxyType

from ops.templates.intrinsics import Json, differs, equals

CONCURRENCY = "ReservesConcurrency"
ON_DEMAND_CONCURRENCY = "ReservesOnDemandConcurrency"
TRACING = "WithTracing"
WEBHOOKS = "WithWebhooks"
CDN = "WithCdn"
DOMAIN = "WithDomain"
WEB_ACL = "WithWebAcl"
PUBLIC_VARIANTS = "WithPublicVariants"
PRIVATE_VARIANTS = "WithoutPublicVariants"

CONDITIONS: Mapping[str, Json] = MappingProxyType(
    {
        CONCURRENCY: differs("Concurrency", "0"),
        ON_DEMAND_CONCURRENCY: differs("OnDemandConcurrency", "0"),
        TRACING: equals("Tracing", "true"),
        WEBHOOKS: differs("WebhooksQueueArn", ""),
        CDN: differs("InvalidationsQueueArn", ""),
        DOMAIN: differs("DomainName", ""),
        WEB_ACL: differs("WebAclRate", "0"),
        PUBLIC_VARIANTS: equals("PublicVariants", "true"),
        PRIVATE_VARIANTS: differs("PublicVariants", "true"),
    }
)
