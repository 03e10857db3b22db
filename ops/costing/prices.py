"""AWS's list prices, the only place that states a price.

They include no free tier, volume discount or savings plan: each is the price of the first paid tier. For
another region, change the prices here.
"""

from collections.abc import Collection, Mapping
from types import MappingProxyType

from msgspec import Struct

# AWS bills gigabytes of 2**30 bytes: https://aws.amazon.com/s3/faqs/
BYTES_PER_GB = 2**30


class Page(Struct, frozen=True):
    """The page on which AWS publishes the prices of a service."""

    service: str
    url: str


class Price(Struct, frozen=True, kw_only=True):
    """US dollars per unit.

    `as_of` is the date of the public copy of AWS's Price List or of the page that shows this price.
    """

    usd: float
    unit: str
    page: Page
    as_of: str
    region: str


_LAMBDA = Page("Lambda", "https://aws.amazon.com/lambda/pricing/")
_S3 = Page("S3", "https://aws.amazon.com/s3/pricing/")
_DYNAMODB = Page("DynamoDB", "https://aws.amazon.com/dynamodb/pricing/on-demand/")
_API_GATEWAY = Page("API Gateway", "https://aws.amazon.com/api-gateway/pricing/")
_CLOUDFRONT = Page("CloudFront", "https://aws.amazon.com/cloudfront/pricing/")
_CLOUDWATCH = Page("CloudWatch", "https://aws.amazon.com/cloudwatch/pricing/")
_EVENTBRIDGE = Page("EventBridge", "https://aws.amazon.com/eventbridge/pricing/")
_KMS = Page("KMS", "https://aws.amazon.com/kms/pricing/")
_REKOGNITION = Page("Rekognition", "https://aws.amazon.com/rekognition/pricing/")
_SQS = Page("SQS", "https://aws.amazon.com/sqs/pricing/")
_WAF = Page("WAF", "https://aws.amazon.com/waf/pricing/")
_STEP_FUNCTIONS = Page("Step Functions", "https://aws.amazon.com/step-functions/pricing/")


def _price(usd: float, unit: str, page: Page, as_of: str, region: str = "us-east-1") -> Price:
    return Price(usd=usd, unit=unit, page=page, as_of=as_of, region=region)


PRICES: Mapping[str, Price] = MappingProxyType(
    {
        "lambda_x86_64_gb_second": _price(0.0000166667, "GB-second on x86_64", _LAMBDA, "2026-10-01"),
        "lambda_arm64_gb_second": _price(0.0000133334, "GB-second on arm64", _LAMBDA, "2026-09-06"),
        "lambda_request": _price(0.0000002, "request", _LAMBDA, "2026-10-01"),
        "state_transition": _price(0.000025, "state transition", _STEP_FUNCTIONS, "2026-10-01"),
        # DetectModerationLabels and DetectFaces, which are both in group 2.
        "rekognition_image": _price(0.001, "image", _REKOGNITION, "2026-10-07"),
        "s3_read": _price(0.0000004, "GET request", _S3, "2026-10-01"),
        "s3_write": _price(0.000005, "PUT or LIST request", _S3, "2026-10-01"),
        "s3_gb_month": _price(0.023, "GB-month", _S3, "2026-10-01"),
        "transfer_out_gb": _price(0.09, "GB to the internet", _S3, "2026-09-06"),
        "cloudfront_request": _price(0.000001, "HTTPS request", _CLOUDFRONT, "2026-10-01", "United States"),
        "cloudfront_function": _price(
            0.0000001, "invocation of a CloudFront function", _CLOUDFRONT, "2026-12-01"
        ),
        "cloudfront_gb": _price(0.085, "GB to the internet", _CLOUDFRONT, "2026-10-01", "United States"),
        "invalidation": _price(0.005, "tag or path to invalidate", _CLOUDFRONT, "2025-04-27"),
        "dynamodb_read": _price(0.000000125, "read request unit", _DYNAMODB, "2026-10-01"),
        "dynamodb_write": _price(0.000000625, "write request unit", _DYNAMODB, "2026-10-01"),
        "dynamodb_gb_month": _price(0.25, "GB-month", _DYNAMODB, "2026-10-01"),
        "dynamodb_backup_gb_month": _price(0.2, "GB-month of backup", _DYNAMODB, "2026-10-08"),
        "api_request": _price(0.0000035, "request", _API_GATEWAY, "2026-10-01"),
        "web_acl_month": _price(5.0, "web ACL-month", _WAF, "2026-11-30"),
        "web_acl_rule_month": _price(1.0, "rule-month", _WAF, "2026-11-30"),
        # Those that it blocks, too.
        "web_acl_request": _price(0.0000006, "inspected request", _WAF, "2026-11-30"),
        # Custom events, and the events that a bucket sends to EventBridge.
        "event": _price(0.000001, "event of up to 64 KB", _EVENTBRIDGE, "2026-10-01"),
        "sqs_request": _price(0.0000004, "request", _SQS, "2026-10-01"),
        "logs_gb": _price(0.5, "GB of log data", _CLOUDWATCH, "2026-10-01"),
        "metric_month": _price(0.3, "metric-month", _CLOUDWATCH, "2026-09-21"),
        "alarm_month": _price(0.1, "alarm-month", _CLOUDWATCH, "2026-10-01"),
        "dashboard_month": _price(3.0, "dashboard-month", _CLOUDWATCH, "2026-10-05"),
        # In the first year. Each of the first two yearly rotations adds one dollar a month.
        "kms_key_month": _price(1.0, "key-month", _KMS, "2026-09-29"),
    }
)
USD: Mapping[str, float] = MappingProxyType({name: price.usd for name, price in PRICES.items()})


def dated(prices: Collection[Price]) -> str:
    """Return the regions and the dates of the prices."""
    dates = sorted(price.as_of for price in prices)
    regions = " and ".join(dict.fromkeys(price.region for price in prices))
    return f"List prices in {regions}, as of {dates[0]} to {dates[-1]}"


def pages(prices: Collection[Price]) -> str:
    """Return the addresses of AWS's pages with the prices, one per line, indented."""
    return "\n".join(f"  {url}" for url in dict.fromkeys(price.page.url for price in prices))
