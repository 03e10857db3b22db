"""The command-line options for the functions of a deployment."""

import argparse

from ops import options
from ops.deployment.concurrency import INITIAL, ON_DEMAND_INITIAL
from ops.packaging.build import ARCHITECTURES
from ops.templates.parameters import LOG_RETENTION_DAYS, MAX_ON_DEMAND_TIMEOUT


def add_functions(parser: argparse.ArgumentParser) -> None:
    """Add the options for all functions."""
    functions = parser.add_argument_group("functions")
    functions.add_argument(
        "--architecture", choices=ARCHITECTURES, help="processor architecture (initially arm64)"
    )
    functions.add_argument(
        "--memory", type=options.integer_between(128, 10_240), metavar="MB", help="memory size"
    )
    functions.add_argument(
        "--timeout",
        type=options.integer_between(10, 600),
        metavar="SECONDS",
        help="must be less than STUCK_AFTER; a workflow task has at most 70 seconds",
    )
    _add_concurrency(functions, "--concurrency", "images processed", INITIAL)
    days = "how long to keep logs, such as 7, 30 or 365"
    functions.add_argument("--log-days", type=int, choices=LOG_RETENTION_DAYS, metavar="DAYS", help=days)


def add_on_demand(parser: argparse.ArgumentParser) -> None:
    """Add the options for variants on demand and the function that renders them."""
    on_demand = parser.add_argument_group("variants on demand", "docs/howto/on-demand.md")
    on_demand.add_argument(
        "--on-demand-days",
        type=options.positive_integer,
        metavar="DAYS",
        help="delete a variant on demand so many days after it was rendered (initially 30)",
    )
    on_demand.add_argument(
        "--on-demand-memory",
        type=options.integer_between(128, 10_240),
        metavar="MB",
        help="memory size of the function that renders them (initially 1769)",
    )
    on_demand.add_argument(
        "--on-demand-timeout",
        type=options.integer_between(5, MAX_ON_DEMAND_TIMEOUT),
        metavar="SECONDS",
        help="how long rendering one can take (initially 25)",
    )
    _add_concurrency(on_demand, "--on-demand-concurrency", "variants on demand rendered", ON_DEMAND_INITIAL)


def _add_concurrency(group: argparse._ArgumentGroup, option: str, work: str, initially: int) -> None:
    group.add_argument(
        option,
        type=options.concurrency,
        metavar="N",
        help=f"reserved concurrency: {work} at once, 2 to 1000; 0 reserves none"
        f" (initially {initially}, if the account's quota allows it)",
    )
