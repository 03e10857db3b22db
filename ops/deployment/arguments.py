"""The command-line options of a deployment."""

import argparse

from chalicelib.config.enums import FaceDetectionMode, ModerationMode, WorkflowMode
from ops import options
from ops.deployment import function_arguments
from ops.templates.parameters import DEFAULT_LIMITS

_SWITCH = argparse.BooleanOptionalAction


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of `ops deploy` and `ops diff`."""
    parser.add_argument("stage", metavar="STAGE", help="name of the stage, such as prod")
    parser.add_argument(
        "--delete-old-indexes",
        action="store_true",
        help="delete the indexes that only release 0.9 uses: docs/operations.md",
    )
    _add_buckets(parser)
    _add_settings(parser)
    features = parser.add_argument_group(
        "features", "Initially, all features are off, except for the alarms."
    )
    _add_cdn(features)
    _add_processing(features)
    _add_monitoring(features)
    function_arguments.add_functions(parser)
    function_arguments.add_on_demand(parser)
    _add_api(parser)


def _add_buckets(parser: argparse.ArgumentParser) -> None:
    buckets = parser.add_argument_group("buckets")
    buckets.add_argument("--upload-bucket", metavar="NAME", help="existing bucket for uploads")
    buckets.add_argument("--dest-bucket", metavar="NAME", help="existing bucket for variants")
    buckets.add_argument(
        "--upload-events",
        choices=["s3", "eventbridge"],
        help="how the upload bucket invokes its function: directly (initially), or through EventBridge, which"
        " existing buckets always use",
    )


def _add_settings(parser: argparse.ArgumentParser) -> None:
    settings = parser.add_argument_group("settings", "Options that you leave out keep their current values.")
    settings.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="change a setting, such as IMAGES_PER_DAY=1000; can be repeated"
        " (docs/reference/configuration.md)",
    )
    settings.add_argument(
        "--unset", action="append", default=[], metavar="NAME", help="return a setting to its default"
    )
    _add_origins(settings)
    presets = settings.add_mutually_exclusive_group()
    presets.add_argument(
        "--presets", metavar="FILE", help="use the presets in this file: docs/howto/presets.md"
    )
    presets.add_argument(
        "--no-presets", action="store_true", help="return to the presets in chalicelib/presets.json"
    )


def _add_origins(settings: argparse._ArgumentGroup) -> None:
    origins = settings.add_mutually_exclusive_group()
    origins.add_argument(
        "--origin",
        action="append",
        default=[],
        metavar="URL",
        help="allow pages of this origin to use the API, in addition to earlier ones; can be repeated",
    )
    origins.add_argument(
        "--no-origin", action="store_true", help="deploy a new stage without any; others keep theirs"
    )
    settings.add_argument(
        "--remove-origin", action="append", default=[], metavar="URL", help="no longer allow an origin"
    )


def _add_cdn(features: argparse._ArgumentGroup) -> None:
    features.add_argument("--cdn", action=_SWITCH, help="serve the variants through CloudFront")
    domain = features.add_mutually_exclusive_group()
    domain.add_argument(
        "--cdn-domain", metavar="NAME", help="custom domain of the CDN; use with --cdn-certificate"
    )
    domain.add_argument("--no-cdn-domain", action="store_true", help="remove the custom domain of the CDN")
    features.add_argument(
        "--cdn-certificate", metavar="ARN", help="ACM certificate for the CDN's domain, in us-east-1"
    )


def _add_processing(features: argparse._ArgumentGroup) -> None:
    features.add_argument(
        "--events", action=_SWITCH, help="publish events and deliver webhooks: docs/webhooks.md"
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
    features.add_argument(
        "--face-detection",
        choices=[mode.value for mode in FaceDetectionMode],
        help="crop around faces that Amazon Rekognition finds: docs/howto/presets.md",
    )


def _add_monitoring(features: argparse._ArgumentGroup) -> None:
    features.add_argument("--alarms", action=_SWITCH, help="create alarms and a dashboard")
    features.add_argument(
        "--alarm-email", metavar="ADDRESS", help="email address for alarms; AWS sends it a confirmation link"
    )
    features.add_argument(
        "--daily-budget",
        type=options.integer_between(0, 1_000_000),
        metavar="USD",
        help="email --alarm-email if the AWS account costs more in a day; 0 for no budget (initially)",
    )
    features.add_argument("--tracing", action=_SWITCH, help="trace requests with AWS X-Ray")


def _add_api(parser: argparse.ArgumentParser) -> None:
    api = parser.add_argument_group("API")
    add_limits(api)
    api.add_argument(
        "--waf-rate",
        type=options.web_acl_rate,
        metavar="N",
        help="block addresses that send more than N requests in five minutes; 0 for no web ACL (initially)",
    )
    api.add_argument(
        "--endpoint-type",
        choices=["REGIONAL", "EDGE"],
        help="type of the API's endpoint (initially REGIONAL)",
    )
    domain = api.add_mutually_exclusive_group()
    domain.add_argument("--domain", metavar="NAME", help="custom domain; use with --certificate")
    domain.add_argument("--no-domain", action="store_true", help="remove the custom domain")
    api.add_argument(
        "--certificate", metavar="ARN", help="ACM certificate for the custom domain, in the same region"
    )


def add_limits(api: argparse._ArgumentGroup) -> None:
    """Add the options for the rate and the burst of each class of methods."""
    for rate_class, (rate, burst) in DEFAULT_LIMITS.items():
        api.add_argument(
            f"--{rate_class}-rate",
            type=options.rate,
            metavar="N",
            help=f"requests per second to each {rate_class} method (initially {rate:g})",
        )
        api.add_argument(
            f"--{rate_class}-burst",
            type=options.positive_integer,
            metavar="N",
            help=f"requests at once to each {rate_class} method (initially {burst})",
        )
