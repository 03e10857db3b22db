"""What a user asks of a deployment; None, or nothing, leaves it as it was."""

import argparse
from dataclasses import dataclass, field

from chalicelib.config.enums import ModerationMode, WorkflowMode
from ops import options
from ops.stage.config import CONCURRENCY, Sizes
from ops.stage.names import Stage
from ops.stage.throttling import Limits

# https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
LOG_DAYS = (
    1,
    3,
    5,
    7,
    14,
    30,
    60,
    90,
    120,
    150,
    180,
    365,
    400,
    545,
    731,
    1096,
    1827,
    2192,
    2557,
    2922,
    3288,
    3653,
)


@dataclass(frozen=True, kw_only=True)
class Request:
    """`rate` is requests per second; `parameters` are those of any of the templates.

    `features` has those that are asked for, by name: True is on, False is off.
    """

    stage: Stage
    sizes: Sizes
    parameters: dict[str, str]
    features: dict[str, bool] = field(default_factory=dict)
    origins: tuple[str, ...] = ()
    rate: float | None = None
    burst: int | None = None


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
    _add_features(parser)
    sizes = parser.add_argument_group("functions")
    sizes.add_argument("--memory", type=options.between(128, 10_240), metavar="MB")
    sizes.add_argument(
        "--timeout",
        type=options.between(10, 600),
        metavar="SECONDS",
        help="less than STUCK_AFTER, after which the sweep takes an image up; a workflow's tasks have 60",
    )
    sizes.add_argument(
        "--concurrency",
        type=options.between(0, 10_000),
        metavar="N",
        help="images that may be processed at a time, reserved for them; 0 reserves nothing"
        f" (at first {CONCURRENCY}, if the account has as many)",
    )
    sizes.add_argument("--log-days", type=int, choices=LOG_DAYS, metavar="DAYS", help="such as 7, 30, 365")
    api = parser.add_argument_group("API")
    api.add_argument(
        "--rate",
        type=options.positive,
        metavar="N",
        help=f"requests per second (at first {Limits.rate:g})",
    )
    api.add_argument(
        "--burst", type=options.whole_number, metavar="N", help=f"requests at once (at first {Limits.burst})"
    )


def _add_features(parser: argparse.ArgumentParser) -> None:
    features = parser.add_argument_group("features", "What is not said stays as it was, at first off.")
    features.add_argument(
        "--events",
        action=argparse.BooleanOptionalAction,
        help="an event bus that is told of outcomes, and webhooks: docs/webhooks.md",
    )
    features.add_argument(
        "--workflow",
        choices=[mode.value for mode in WorkflowMode],
        help="who processes images, one function or a state machine: docs/workflow.md",
    )
    features.add_argument(
        "--moderation",
        choices=[mode.value for mode in ModerationMode],
        help="whether Amazon Rekognition looks at images first: docs/workflow.md",
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
        features=_features(arguments),
        origins=tuple(arguments.origin),
        rate=arguments.rate,
        burst=arguments.burst,
    )


def _features(arguments: argparse.Namespace) -> dict[str, bool]:
    asked = {
        "events": arguments.events,
        "workflow": arguments.workflow and arguments.workflow == WorkflowMode.STEPFUNCTIONS,
        "moderation": arguments.moderation and arguments.moderation == ModerationMode.REKOGNITION,
    }
    return {name: wanted for name, wanted in asked.items() if wanted is not None}
