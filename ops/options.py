"""Options that several commands share."""

import argparse
from collections.abc import Callable

# Small enough that a mistake costs cents.
LIMIT = 1_000

# Images per second: a pace that hardly delays uploads, far below Lambda's concurrency.
RATE = 10.0


def add_target(parser: argparse.ArgumentParser) -> None:
    """Which deployment is meant."""
    add_stage(parser)
    parser.add_argument(
        "--function", help="the function that processes uploads, where Chalice did not name it"
    )


def add_stage(parser: argparse.ArgumentParser) -> None:
    """Which stage is meant."""
    parser.add_argument(
        "--stage", help="stage of .chalice/config.json; else the environment's variables hold"
    )


def add_sending(parser: argparse.ArgumentParser) -> None:
    """How much is sent, and how fast."""
    parser.add_argument("--dry-run", action="store_true", help="only count")
    parser.add_argument(
        "--limit", type=whole_number, default=LIMIT, help="send no more than so many (default %(default)s)"
    )
    parser.add_argument(
        "--rate",
        type=positive,
        default=RATE,
        help="send no more than so many per second (default %(default)s)",
    )


def whole_number(text: str) -> int:
    """Parse a whole number above 0."""
    if not (text.isascii() and text.isdecimal() and int(text) > 0):
        raise argparse.ArgumentTypeError(f"must be a whole number above 0, not {text!r}")
    return int(text)


def between(least: int, most: int) -> Callable[[str], int]:
    """Return what parses a whole number within these bounds."""

    def parse(text: str) -> int:
        if not (text.isascii() and text.isdecimal() and least <= int(text) <= most):
            raise argparse.ArgumentTypeError(f"must be a whole number from {least} to {most}, not {text!r}")
        return int(text)

    return parse


def positive(text: str) -> float:
    """Parse a number above 0."""
    try:
        number = float(text)
    except ValueError:
        number = 0
    if not 0 < number < float("inf"):
        raise argparse.ArgumentTypeError(f"must be a number above 0, not {text!r}")
    return number
