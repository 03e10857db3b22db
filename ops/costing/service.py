"""What the whole service costs for a number of images, by AWS's services."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ops.costing.measured import Measured
from ops.costing.prices import Prices
from ops.costing.usage import Image, per_image, stored_gb

# The metrics of telemetry/: https://aws.amazon.com/cloudwatch/pricing/ counts each name with its dimensions.
METRICS = 20
# One KB, in the table and in both indexes.
_RECORD_GB = 3e-6

_SERVICES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "Lambda": ("lambda_gb_second", "lambda_request"),
        "S3 requests": ("s3_read", "s3_write"),
        "DynamoDB": ("dynamodb_read", "dynamodb_write"),
        "API Gateway": ("api_request",),
        "CloudWatch Logs": ("logs_gb",),
    }
)


@dataclass(frozen=True, kw_only=True)
class Bill:
    """US dollars: once, for making the images, by service; and every month that they are kept."""

    once: Mapping[str, float]
    monthly: Mapping[str, float]

    @property
    def total(self) -> float:
        """What making them costs in all."""
        return sum(self.once.values())


def bill(images: int, image: Image, measured: Measured, prices: Prices, architecture: str) -> Bill:
    """Add everything up. `architecture` is Lambda's: arm64 or x86_64."""
    amounts = per_image(image, measured)
    usd = dict(prices.usd)
    if architecture == "arm64":
        usd["lambda_gb_second"] = usd["lambda_arm64_gb_second"]
    once = {
        service: images * sum(amounts[name] * usd[name] for name in names)
        for service, names in _SERVICES.items()
    }
    monthly = {
        "S3 storage": images * stored_gb(image) * usd["s3_gb_month"],
        "DynamoDB storage": images * _RECORD_GB * usd["dynamodb_gb_month"],
        "CloudWatch metrics": METRICS * usd["metric_month"],
    }
    return Bill(once=once, monthly=monthly)
