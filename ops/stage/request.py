"""What a user asks of a deployment; None, or nothing, leaves it as it was."""

import argparse
from dataclasses import dataclass

from ops import options
from ops.stage.config import Sizes
from ops.stage.names import Stage


@dataclass(frozen=True, kw_only=True)
class Request:
    """`rate` is requests per second; `parameters` are those of any of the templates."""

    stage: Stage
    sizes: Sizes
    parameters: dict[str, str]
    origins: tuple[str, ...] = ()
    rate: float = 50.0
    burst: int = 100


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the options of a deployment."""
    parser.add_argument("stage", metavar="STAGE", help="name of the deployment, such as prod")
    parser.add_argument("--upload-bucket", metavar="NAME", help="a bucket that is there already, for uploads")
    parser.add_argument("--dest-bucket", metavar="NAME", help="a bucket that is there already, for variants")
    parser.add_argument(
        "--cdn", action=argparse.BooleanOptionalAction, help="CloudFront in front of the variants"
    )
    parser.add_argument(
        "--origin",
        action="append",
        default=[],
        metavar="URL",
        help="origin of another page that uses the API; may be repeated",
    )
    parser.add_argument("--alarm-email", metavar="ADDRESS", help="gets the alarms, once it has confirmed")
    sizes = parser.add_argument_group("functions")
    sizes.add_argument("--memory", type=options.whole_number, metavar="MB")
    sizes.add_argument("--timeout", type=options.whole_number, metavar="SECONDS")
    sizes.add_argument(
        "--concurrency",
        type=int,
        metavar="N",
        help="pictures that may be processed at a time, reserved for them; 0 reserves nothing",
    )
    sizes.add_argument("--log-days", type=options.whole_number, metavar="DAYS")
    api = parser.add_argument_group("API")
    api.add_argument(
        "--rate", type=options.positive, default=Request.rate, help="requests per second (%(default)g)"
    )
    api.add_argument(
        "--burst", type=options.whole_number, default=Request.burst, help="requests at once (%(default)s)"
    )


def read(arguments: argparse.Namespace) -> Request:
    """Read the options. Raises ConfigurationError."""
    given = {
        "ExistingUploadBucket": arguments.upload_bucket,
        "ExistingDestBucket": arguments.dest_bucket,
        "Cdn": None if arguments.cdn is None else str(arguments.cdn).lower(),
        "AlarmEmail": arguments.alarm_email,
        "LogRetentionDays": arguments.log_days and str(arguments.log_days),
    }
    return Request(
        stage=Stage.named(arguments.stage),
        sizes=Sizes(
            memory=arguments.memory,
            timeout=arguments.timeout,
            concurrency=arguments.concurrency,
            log_days=arguments.log_days,
        ),
        parameters={name: value for name, value in given.items() if value is not None},
        origins=tuple(arguments.origin),
        rate=arguments.rate,
        burst=arguments.burst,
    )
