"""The options of `ops cost`."""

import argparse
from pathlib import Path

from chalicelib.bootstrap.adapters import PRESETS_FILE
from chalicelib.config.enums import FaceDetectionMode, ModerationMode, WorkflowMode
from ops import options
from ops.costing.report import ARCHITECTURES
from ops.costing.usage import FULL_CORE_MB, Deployment

IMAGES = 1_000_000
AVERAGE_MB = 3.0
VIEWS = 10


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options for the images, and those of a deployment that change its cost."""
    _add_images(parser)
    _add_deployment(parser)


def _add_images(parser: argparse.ArgumentParser) -> None:
    images = parser.add_argument_group("images")
    images.add_argument(
        "--images",
        type=options.positive_integer,
        default=IMAGES,
        metavar="N",
        help="number of images (default: %(default)s)",
    )
    _add_size(images)
    _add_variants(images)
    images.add_argument(
        "--views",
        type=options.positive_integer,
        default=VIEWS,
        metavar="N",
        help="how often each variant is viewed (default: %(default)s)",
    )


def _add_size(images: argparse._ArgumentGroup) -> None:
    size = images.add_mutually_exclusive_group()
    size.add_argument(
        "--avg-mb",
        type=options.positive_number,
        default=AVERAGE_MB,
        metavar="MB",
        help="average size of an upload, as a camera JPEG (default: %(default)s)",
    )
    size.add_argument(
        "--image",
        type=_file,
        metavar="FILE",
        help="typical image, whose CPU time and variants are measured on this machine",
    )


def _add_variants(images: argparse._ArgumentGroup) -> None:
    images.add_argument(
        "--presets",
        type=_file,
        default=PRESETS_FILE,
        metavar="FILE",
        help="file with the presets (default: chalicelib/presets.json)",
    )
    images.add_argument(
        "--variants",
        type=lambda text: text.split(","),
        metavar="NAMES",
        help="variants of each image, such as 300x300,small (default: the default presets)",
    )
    images.add_argument(
        "--on-demand",
        action="store_true",
        help="add variants on demand, as the presets file allows them, or else as an example",
    )


def _add_deployment(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("deployment, as in `ops deploy`")
    group.add_argument("--events", action="store_true", help="publish events and deliver webhooks")
    group.add_argument(
        "--upload-events",
        choices=["s3", "eventbridge"],
        default="s3",
        help="how uploads start their processing (default: %(default)s)",
    )
    group.add_argument(
        "--workflow",
        choices=[mode.value for mode in WorkflowMode],
        default=WorkflowMode.DIRECT.value,
        help="how images are processed (default: %(default)s)",
    )
    add_rekognition(group)
    group.add_argument("--cdn", action="store_true", help="serve the variants through CloudFront")
    group.add_argument("--waf", action="store_true", help="with a web ACL in front of the API (`--waf-rate`)")
    group.add_argument("--no-alarms", action="store_true", help="without alarms and dashboard")
    add_functions(group)


def add_rekognition(group: argparse._ArgumentGroup) -> None:
    """Add the options that let Amazon Rekognition analyze images."""
    group.add_argument(
        "--moderation",
        choices=[mode.value for mode in ModerationMode],
        default=ModerationMode.OFF.value,
        help="what checks the content of images (default: %(default)s)",
    )
    group.add_argument(
        "--face-detection",
        choices=[mode.value for mode in FaceDetectionMode],
        default=FaceDetectionMode.OFF.value,
        help="what finds the faces for presets that crop around them (default: %(default)s)",
    )


def add_functions(group: argparse._ArgumentGroup) -> None:
    """Add the options of the functions."""
    group.add_argument(
        "--memory",
        type=options.integer_between(128, 10_240),
        default=FULL_CORE_MB,
        metavar="MB",
        help="memory of the functions (default: %(default)s)",
    )
    group.add_argument(
        "--architecture",
        choices=ARCHITECTURES,
        default=ARCHITECTURES[0],
        help="processor architecture of the functions (default: %(default)s)",
    )


def deployment(arguments: argparse.Namespace) -> Deployment:
    """Return the deployment that the options describe."""
    return Deployment(
        memory_mb=arguments.memory,
        architecture=arguments.architecture,
        workflow=arguments.workflow == WorkflowMode.STEPFUNCTIONS,
        moderation=arguments.moderation != ModerationMode.OFF,
        face_detection=arguments.face_detection != FaceDetectionMode.OFF,
        events=arguments.events,
        eventbridge_uploads=arguments.upload_events == "eventbridge",
        cdn=arguments.cdn,
        alarms=not arguments.no_alarms,
        web_acl=arguments.waf,
    )


def _file(text: str) -> Path:
    path = Path(text)
    if not path.is_file():
        raise argparse.ArgumentTypeError(f"there is no file {text!r}")
    return path
