"""Calculate what an attacker can cost per day, at most."""

import argparse
from collections.abc import Mapping

from chalicelib.bootstrap.adapters import PRESETS_FILE
from chalicelib.bootstrap.presets import read_presets
from chalicelib.config.enums import FaceDetectionMode, ModerationMode
from chalicelib.config.resources import Resources
from chalicelib.config.settings import Settings
from chalicelib.entrypoints.throttling import RateClass
from ops import options
from ops.costing import exposure_report
from ops.costing.api_requests import Limits
from ops.costing.arguments import add_functions, add_rekognition
from ops.costing.attackers import Stage
from ops.costing.engine_times import LOAD, call_ms, count_variants
from ops.costing.usage import Deployment
from ops.deployment import settings_options
from ops.deployment.arguments import add_limits
from ops.deployment.concurrency import INITIAL, ON_DEMAND_INITIAL
from ops.exit_codes import ExitCode
from ops.printing import Printer
from ops.templates.parameters import DEFAULT_LIMITS, TIMEOUT


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of a deployment that change what an attacker can cost."""
    group = parser.add_argument_group("deployment, as in `ops deploy`")
    group.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="a setting; can be repeated"
    )
    group.add_argument("--cdn", action="store_true", help="serve the variants through CloudFront")
    add_rekognition(group)
    add_functions(group)
    group.add_argument("--timeout", type=options.integer_between(10, 600), default=TIMEOUT, metavar="SECONDS")
    group.add_argument("--concurrency", type=options.concurrency, default=INITIAL, metavar="N")
    group.add_argument(
        "--on-demand-concurrency", type=options.concurrency, default=ON_DEMAND_INITIAL, metavar="N"
    )
    add_limits(group)


def run(arguments: argparse.Namespace, _: Mapping[str, str], printer: Printer) -> ExitCode:
    """Print the tables as Markdown. Raises ConfigurationError."""
    exposure_report.print_tables(stage(arguments), printer)
    return ExitCode.OK


def stage(arguments: argparse.Namespace) -> Stage:
    """Return the stage that the options describe. Raises ConfigurationError."""
    given = settings_options.assigned(arguments.set)
    environment = {name.upper(): name for name in Resources.__struct_fields__}
    environment |= {"PROCESS_CONCURRENCY": str(arguments.concurrency), **given}
    presets = read_presets(PRESETS_FILE)
    return Stage(
        settings=Settings.from_env(environment),
        limits=_limits(arguments),
        deployment=Deployment(
            memory_mb=arguments.memory,
            architecture=arguments.architecture,
            moderation=arguments.moderation != ModerationMode.OFF,
            face_detection=arguments.face_detection != FaceDetectionMode.OFF,
            cdn=arguments.cdn,
        ),
        timeout=arguments.timeout,
        presets=len(presets.presets),
        variants=count_variants(presets.presets),
        call_ms=call_ms(LOAD.read_text("utf-8")),
        on_demand_concurrency=arguments.on_demand_concurrency,
    )


def _limits(arguments: argparse.Namespace) -> Limits:
    limits = {}
    for each in RateClass:
        rate, burst = DEFAULT_LIMITS[each]
        given_rate, given_burst = (getattr(arguments, f"{each}_{name}") for name in ("rate", "burst"))
        limits[each] = (float(given_rate or rate), given_burst or burst)
    return limits
