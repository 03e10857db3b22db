"""Convert and validate option values."""

import argparse
import math

MAX_WORKERS = 32  # more only slow each other down


def names(text: str) -> list[str]:
    """Split a comma-separated list."""
    return [name.strip() for name in text.split(",") if name.strip()]


def positive(text: str) -> int:
    """Parse a whole number of at least 1."""
    if not (text.isdecimal() and int(text)):
        raise argparse.ArgumentTypeError("must be a whole number of at least 1")
    return int(text)


def workers(text: str) -> int:
    """Parse the number of parallel uploads."""
    if not (text.isdecimal() and 1 <= int(text) <= MAX_WORKERS):
        raise argparse.ArgumentTypeError(f"must be a whole number from 1 to {MAX_WORKERS}")
    return int(text)


def seconds(text: str) -> float:
    """Parse a finite number of seconds, 0 or more."""
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not (math.isfinite(number) and number >= 0):
        raise argparse.ArgumentTypeError("must be a number of seconds, 0 or more")
    return number


def point(text: str) -> tuple[float, float]:
    """Parse a point in an image as fractions of its width and height."""
    try:
        x, y = (float(number) for number in text.split(","))
    except ValueError:
        x = y = math.nan
    if not (0 <= x <= 1 and 0 <= y <= 1):
        raise argparse.ArgumentTypeError("must be two numbers from 0 to 1, such as 0.5,0.3")
    return x, y
