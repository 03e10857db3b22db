"""The parameters of the app's template that are not settings of the app."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from chalicelib.config.env_parsing import CONCURRENCY
from chalicelib.domain.on_demand.lifetimes import RENDERING_TIMEOUT
from chalicelib.entrypoints.throttling import RateClass
from ops.templates.intrinsics import Json

# https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
LOG_RETENTION_DAYS = (
    *(1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400),
    *(545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653),
)
# Seconds that a function can run, unless a deployment has another timeout.
TIMEOUT = 60
# The API does not wait longer for the function, since API Gateway ends requests after 29 seconds.
MAX_ON_DEMAND_TIMEOUT = int(RENDERING_TIMEOUT.total_seconds())
STAGE_PATTERN = "[A-Za-z0-9]([A-Za-z0-9-]{0,18}[A-Za-z0-9])?"


def text(description: str, default: str | None = None, **more: object) -> Json:
    """Return a String parameter. Without a default, it is required."""
    return {"Type": "String", "Description": description} | _default(default) | more


def number(description: str, default: float | None, least: float, most: int | None = None) -> Json:
    """Return a Number parameter.

    The default is a string, because CloudFormation may write a large JSON number as 1.07374182E11.
    """
    limits = {"MinValue": least} | ({} if most is None else {"MaxValue": most})
    given = None if default is None else str(default)
    return {"Type": "Number", "Description": description} | _default(given) | limits


def choice(description: str, default: str, *values: str) -> Json:
    """Return a parameter with a fixed set of values."""
    return text(description, default, AllowedValues=list(values))


def _default(value: str | None) -> Json:
    return {} if value is None else {"Default": value}


PACKAGE: Mapping[str, Json] = MappingProxyType(
    {
        "Stage": text(
            "Name of the deployment; part of the function names and the API's URL",
            AllowedPattern=STAGE_PATTERN,
        ),
        "ArtifactBucket": text("Bucket with the package and the presets, in the stack's region"),
        "ReleasePrefix": text("Folder of the package in the bucket", AllowedPattern="([^/]+/)+"),
        "Architecture": choice("Processor architecture of the functions", "arm64", "arm64", "x86_64"),
        "PreviousReleasePrefix": text("Release to roll back to; the template only returns it", ""),
        "PreviousPresets": text("Presets to roll back to; the template only returns them", ""),
        "PreviousPresetsVersion": text("Version of the presets to roll back to", ""),
    }
)
FUNCTIONS: Mapping[str, Json] = MappingProxyType(
    {
        "Memory": number(
            "Memory size of the functions in MB; 1769 MB are one full processor", 1769, 128, 10_240
        ),
        "Timeout": number(
            "Timeout of the functions in seconds; must be less than StuckAfter", TIMEOUT, 10, 600
        ),
        # A string: an emulator that reads "0" as a number reserves none, which turns the function off.
        "Concurrency": text(
            "Reserved concurrency: images processed at once, 2 to 1000; 0 reserves none",
            "0",
            AllowedPattern=CONCURRENCY,
        ),
        "OnDemandMemory": number(
            "Memory size in MB of the function that renders variants on demand", 1769, 128, 10_240
        ),
        "OnDemandTimeout": number(
            "Seconds that rendering a variant on demand can take",
            MAX_ON_DEMAND_TIMEOUT,
            5,
            MAX_ON_DEMAND_TIMEOUT,
        ),
        "OnDemandConcurrency": text(
            "Reserved concurrency: variants on demand rendered at once, 2 to 1000; 0 reserves none",
            "0",
            AllowedPattern=CONCURRENCY,
        ),
        "Tracing": choice(
            "If true, AWS X-Ray traces requests and each processing step", "false", "true", "false"
        ),
        "LogRetentionDays": choice("Log retention in days", "30", *map(str, LOG_RETENTION_DAYS))
        | {"Type": "Number"},
        "FailuresQueueArn": text("Output of storage.yaml"),
        "DeferredQueueArn": text("Output of storage.yaml"),
        "ErasuresQueueArn": text("Output of storage.yaml"),
        "WebhooksQueueArn": text("Output of events.yaml; without it, webhooks are not delivered", ""),
        "InvalidationsQueueArn": text("Output of cdn.yaml; without it, no CDN is invalidated", ""),
    }
)
# Requests per second, and at once. `python -m ops exposure` calculates what they cost at most.
DEFAULT_LIMITS: Mapping[RateClass, tuple[float, int]] = MappingProxyType(
    {
        # One part of 5 MiB each ten seconds is 42 GiB a day, and five uploads of 100 parts come at once.
        RateClass.PARTS: (0.1, 500),
        RateClass.PUBLIC: (0.1, 100),
        # A little more than one per minute, for a monitor that sends HEAD.
        RateClass.RARE: (0.017, 50),
        RateClass.READING: (1.4, 200),
        RateClass.STATUS: (1, 200),
        RateClass.VIEWING: (0.4, 200),
        RateClass.WRITING: (1, 100),
    }
)


def rate_parameter(rate_class: RateClass) -> str:
    """Return the name of the parameter for the rate of a class: `ReadingRate`."""
    return f"{rate_class.capitalize()}Rate"


def burst_parameter(rate_class: RateClass) -> str:
    """Return the name of the parameter for the burst of a class: `ReadingBurst`."""
    return f"{rate_class.capitalize()}Burst"


def _throttling() -> Iterator[tuple[str, Json]]:
    for rate_class, (rate, burst) in DEFAULT_LIMITS.items():
        described = f"that each {rate_class} method of the API accepts"
        yield rate_parameter(rate_class), number(f"Requests per second {described}", rate, 0.01)
        yield burst_parameter(rate_class), number(f"Requests at once {described}", burst, 1)


API: Mapping[str, Json] = MappingProxyType(
    {
        **dict(_throttling()),
        "WebAclRate": number(
            "Requests that AWS WAF accepts from one address in five minutes, at least 10; 0 for no web ACL",
            0,
            0,
            2_000_000_000,
        ),
        "EndpointType": choice(
            "REGIONAL, or EDGE for a CloudFront distribution that AWS operates in front of the API",
            "REGIONAL",
            "REGIONAL",
            "EDGE",
        ),
        "DomainName": text("Domain name of the API, such as images.example.com; needs CertificateArn", ""),
        "CertificateArn": text(
            "ARN of the domain name's certificate in AWS Certificate Manager, in the stack's region", ""
        ),
    }
)
