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
    """Add the options of a deployment."""
    parser.add_argument("stage", metavar="STAGE", help="name of the stage, such as prod")
    parser.add_argument("--upload-bucket", metavar="NAME", help="existing bucket for uploads")
    parser.add_argument("--dest-bucket", metavar="NAME", help="existing bucket for variants")
    parser.add_argument(
        "--cdn", action=argparse.BooleanOptionalAction, help="serve the variants through CloudFront"
    )
    parser.add_argument(
        "--origin",
        action="append",
        default=[],
        metavar="URL",
        help="origin whose pages can use the API; can be repeated",
    )
    parser.add_argument(
        "--alarm-email", metavar="ADDRESS", help="email address for alarms; AWS sends it a confirmation link"
    )
    _add_features(parser)
    sizes = parser.add_argument_group("functions")
    sizes.add_argument(
        "--memory", type=options.integer_between(128, 10_240), metavar="MB", help="memory size"
    )
    sizes.add_argument(
        "--timeout",
        type=options.integer_between(10, 600),
        metavar="SECONDS",
        help="must be less than STUCK_AFTER; a workflow task has at most 70 seconds",
    )
    sizes.add_argument(
        "--concurrency",
        type=options.integer_between(0, 10_000),
        metavar="N",
        help="reserved concurrency: images processed at once; 0 reserves none"
        f" (initially {CONCURRENCY}, if the account's quota allows it)",
    )
    sizes.add_argument(
        "--log-days",
        type=int,
        choices=LOG_DAYS,
        metavar="DAYS",
        help="how long to keep logs, such as 7, 30 or 365",
    )
    api = parser.add_argument_group("API")
    api.add_argument(
        "--rate",
        type=options.positive_number,
        metavar="N",
        help=f"requests per second (initially {Limits.rate:g})",
    )
    api.add_argument(
        "--burst",
        type=options.positive_integer,
        metavar="N",
        help=f"requests at once (initially {Limits.burst})",
    )


def _add_features(parser: argparse.ArgumentParser) -> None:
    features = parser.add_argument_group(
        "features", "Options you leave out keep their current values. Initially, all features are off."
    )
    features.add_argument(
        "--events",
        action=argparse.BooleanOptionalAction,
        help="publish events and deliver webhooks: docs/webhooks.md",
    )
    features.add_argument(
        "--workflow",
        choices=[mode.value for mode in WorkflowMode],
        help="process images in one function or in a state machine: docs/workflow.md",
    )
    features.add_argument(
        "--moderation",
        choices=[mode.value for mode in ModerationMode],
        help="check images with Amazon Rekognition before rendering: docs/workflow.md",
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
