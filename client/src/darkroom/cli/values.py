"""Reads what was typed for an option; what cannot be meant is refused with a sentence."""

import argparse
import math


def names(text: str) -> list[str]:
    """Split a list with commas."""
    return [name.strip() for name in text.split(",") if name.strip()]


def positive(text: str) -> int:
    """Read a whole number of 1 or more."""
    if not (text.isdecimal() and int(text)):
        raise argparse.ArgumentTypeError("it must be a whole number of 1 or more")
    return int(text)


def workers(text: str) -> int:
    """Read how many pictures to send at a time: more than 32 only get into each other's way."""
    if not (text.isdecimal() and 1 <= int(text) <= 32):  # noqa: PLR2004 - the sentence below says it
        raise argparse.ArgumentTypeError("it must be a whole number from 1 to 32")
    return int(text)


def seconds(text: str) -> float:
    """Read a time in seconds."""
    number = float(text)
    if not (math.isfinite(number) and number >= 0):
        raise argparse.ArgumentTypeError("it must be a number of seconds, 0 or more")
    return number


def point(text: str) -> tuple[float, float]:
    """Read a place in a picture as shares of its width and height."""
    numbers = [float(number) for number in text.split(",")]
    match numbers:
        case [x, y] if 0 <= x <= 1 and 0 <= y <= 1:
            return x, y
    raise argparse.ArgumentTypeError("it must be two numbers from 0 to 1, such as 0.5,0.3")
