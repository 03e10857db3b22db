"""Convert and validate option values."""

import argparse
import json
import math
from collections.abc import Callable
from typing import NoReturn, get_args

import msgspec

from darkroom.bodies import MetadataName
from darkroom.operations import Keyword

_NONE = "none"


def names(text: str) -> list[str]:
    """Split a comma-separated list."""
    return [name.strip() for name in text.split(",") if name.strip()]


def positive(text: str) -> int:
    """Parse a whole number of at least 1."""
    if not (text.isdecimal() and int(text)):
        raise argparse.ArgumentTypeError("must be a whole number of at least 1")
    return int(text)


def up_to(most: int) -> Callable[[str], int]:
    """Return a function that parses a whole number from 1 to `most`."""

    def parse(text: str) -> int:
        if not (text.isdecimal() and 1 <= int(text) <= most):
            raise argparse.ArgumentTypeError(f"must be a whole number from 1 to {most}")
        return int(text)

    return parse


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
    x, y = _fractions(text, 2, "two numbers from 0 to 1, such as 0.5,0.3")
    return x, y


def position(text: str) -> str | tuple[float, float]:
    """Parse what a crop keeps: a keyword, or a point."""
    keywords: tuple[str, ...] = get_args(Keyword)
    if (keyword := text.replace(" ", "-")) in keywords:
        return keyword
    x, y = _fractions(text, 2, f"two numbers from 0 to 1, such as 0.5,0.3, or one of {', '.join(keywords)}")
    return x, y


def box(text: str) -> tuple[float, float, float, float]:
    """Parse a box in an image as fractions of its width and height."""
    x, y, width, height = _fractions(text, 4, "four numbers from 0 to 1, such as 0.1,0.2,0.5,0.5")
    return x, y, width, height


def removable_point(text: str) -> tuple[float, float] | None:
    """Parse a point, or "none"."""
    return None if text == _NONE else point(text)


def removable_box(text: str) -> tuple[float, float, float, float] | None:
    """Parse a box, or "none"."""
    return None if text == _NONE else box(text)


def json_object(text: str) -> dict[str, object]:
    """Parse a JSON object."""
    try:
        value = json.loads(text, parse_constant=_not_json)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"is not valid JSON: {error}") from error
    if not isinstance(value, dict):
        raise argparse.ArgumentTypeError('must be a JSON object, such as {"shelf": 7}')
    return value


def _not_json(constant: str) -> NoReturn:
    """Refuse `NaN` and `Infinity`, which only Python's parser accepts."""
    raise ValueError(f"{constant} is not a JSON value")


def metadata_names(text: str) -> list[MetadataName]:
    """Split a comma-separated list of the names of metadata."""
    try:
        return msgspec.convert(names(text), list[MetadataName])
    except msgspec.ValidationError as error:
        raise argparse.ArgumentTypeError(f"must be among {', '.join(get_args(MetadataName))}") from error


def _fractions(text: str, count: int, expected: str) -> list[float]:
    try:
        numbers = [float(number) for number in text.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) != count or not all(0 <= number <= 1 for number in numbers):
        raise argparse.ArgumentTypeError(f"must be {expected}")
    return numbers
