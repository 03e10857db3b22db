"""Options that several commands share, and parsers for their values."""

import argparse
import re
from collections.abc import Callable

from chalicelib.config.env_parsing import CONCURRENCY

# Low enough that a mistake costs only cents.
LIMIT = 1_000

# The fewest requests per second that the template accepts for a method of the API.
MIN_RATE = 0.01
# Images per second: hardly delays uploads, and stays far below Lambda's concurrency.
RATE = 10.0


def add_function(parser: argparse.ArgumentParser) -> None:
    """Add the options that choose the function to send images to."""
    add_stage(parser)
    parser.add_argument(
        "--function", metavar="NAME", help="function that processes uploads (default: derived from the stage)"
    )


def add_stage(parser: argparse.ArgumentParser) -> None:
    """Add the option that chooses the deployed stage."""
    parser.add_argument(
        "--stage",
        help="deployed stage to read the settings from (default: the environment)",
    )


def add_batch(parser: argparse.ArgumentParser) -> None:
    """Add the options that limit how many images are sent, and how fast."""
    parser.add_argument("--dry-run", action="store_true", help="count the images, but send nothing")
    parser.add_argument(
        "--limit",
        type=positive_integer,
        default=LIMIT,
        metavar="N",
        help="send at most this many images (default: %(default)s)",
    )
    parser.add_argument(
        "--rate",
        type=positive_number,
        default=RATE,
        metavar="N",
        help="send at most this many images per second (default: %(default)s)",
    )


def positive_integer(text: str) -> int:
    """Parse an integer greater than 0. Raises ArgumentTypeError."""
    if not (text.isascii() and text.isdecimal() and int(text) > 0):
        raise argparse.ArgumentTypeError(f"must be an integer greater than 0, not {text!r}")
    return int(text)


def concurrency(text: str) -> int:
    """Parse a concurrency to reserve. Raises ArgumentTypeError."""
    if not re.fullmatch(CONCURRENCY, text):
        raise argparse.ArgumentTypeError(f"must be 0 or an integer from 2 to 1000, not {text!r}")
    return int(text)


def web_acl_rate(text: str) -> int:
    """Parse the rate of a web ACL's rule. Raises ArgumentTypeError."""
    if text == "0":
        return 0
    return integer_between(10, 2_000_000_000)(text)


def integer_between(least: int, most: int) -> Callable[[str], int]:
    """Return a parser for integers from `least` to `most`, which raises ArgumentTypeError."""

    def parse(text: str) -> int:
        if not (text.isascii() and text.isdecimal() and least <= int(text) <= most):
            raise argparse.ArgumentTypeError(f"must be an integer from {least} to {most}, not {text!r}")
        return int(text)

    return parse


def rate(text: str) -> str:
    """Parse a number of at least 0.01; return it without an exponent. Raises ArgumentTypeError."""
    number = positive_number(text)
    if number < MIN_RATE:
        raise argparse.ArgumentTypeError(f"must be a number of at least {MIN_RATE}, not {text!r}")
    return f"{number:f}".rstrip("0").rstrip(".")


def positive_number(text: str) -> float:
    """Parse a number greater than 0. Raises ArgumentTypeError."""
    try:
        number = float(text)
    except ValueError:
        number = 0
    if not 0 < number < float("inf"):
        raise argparse.ArgumentTypeError(f"must be a number greater than 0, not {text!r}")
    return number
