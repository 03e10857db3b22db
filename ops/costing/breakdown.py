"""Break down the cost of processing and storing a number of images by AWS service."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ops.costing.measurements import Measurements
from ops.costing.prices import Prices
from ops.costing.usage import Image, per_image, stored_gb

# The metrics of chalicelib/telemetry. CloudWatch bills each combination of name and dimensions:
# https://aws.amazon.com/cloudwatch/pricing/
METRICS = 20
# 1 KB in the table and in both indexes.
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
class CostBreakdown:
    """US dollars by service: once for processing the images, and per month for storing them."""

    once: Mapping[str, float]
    monthly: Mapping[str, float]

    @property
    def total(self) -> float:
        """The cost of processing all images."""
        return sum(self.once.values())


def break_down(
    images: int, image: Image, measurements: Measurements, prices: Prices, architecture: str
) -> CostBreakdown:
    """Calculate the cost of each service. `architecture` is Lambda's: arm64 or x86_64."""
    amounts = per_image(image, measurements)
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
    return CostBreakdown(once=once, monthly=monthly)
