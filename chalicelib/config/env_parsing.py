"""Parse environment variables. The functions raise ConfigurationError, which names the variable."""

import re
import sys
from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType, NoneType
from typing import TypeVar

from chalicelib.config.rules import MAX_EXPIRES, MAX_GRACE_DAYS
from chalicelib.errors import ConfigurationError

Choice = TypeVar("Choice", bound=StrEnum)

LEAST_FRACTION = 0.01
CONCURRENCY = "0|[2-9]|[1-9][0-9]{1,2}|1000"
"""The pattern of a concurrency: 0 for none reserved, or 2 to 1000."""

# Python raises an error for numbers with thousands of digits; no setting needs more than 18.
_WHOLE_NUMBER = re.compile(r"[0-9]{1,18}")
_DECIMAL = re.compile(r"[0-9]{0,18}(\.[0-9]{1,18})?")
# The syntax of the `Origin` header: https://www.rfc-editor.org/rfc/rfc6454#section-6.2
_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:[0-9]{1,5})?")


def choice(env: Mapping[str, str], name: str, default: Choice) -> Choice:
    """Return the variable's value as a member of the default's enum."""
    text = env.get(name) or default
    try:
        return type(default)(text)
    except ValueError:
        raise ConfigurationError(f"{name} must be one of {', '.join(type(default))}, not {text!r}") from None


def string(env: Mapping[str, str], name: str, default: str | None) -> str | None:
    """Return the variable's value."""
    return env.get(name) or default


def required(env: Mapping[str, str], name: str, _default: str = "") -> str:
    """Return the value of a required variable."""
    value = env.get(name)
    if not value:
        raise ConfigurationError(f"{name} is not set; chalicelib/config/settings.py describes it")
    return value


def positive(env: Mapping[str, str], name: str, default: int, maximum: int = sys.maxsize) -> int:
    """Return the variable's value as an integer from 1 to `maximum`."""
    text = env.get(name)
    if not text:
        return default
    if not _WHOLE_NUMBER.fullmatch(text) or not 1 <= int(text) <= maximum:
        limit = "above 0" if maximum == sys.maxsize else f"from 1 to {maximum}"
        raise ConfigurationError(f"{name} must be a whole number {limit}, not {text!r}")
    return int(text)


def lifetime(env: Mapping[str, str], name: str, default: int) -> int:
    """Return the variable's value as the seconds for which a signed URL can be valid."""
    return positive(env, name, default, MAX_EXPIRES)


def percentage(env: Mapping[str, str], name: str, default: int) -> int:
    """Return the variable's value as an integer from 1 to 100."""
    return positive(env, name, default, 100)


def days(env: Mapping[str, str], name: str, default: int) -> int:
    """Return the variable's value as a number of days, from 0 to 365."""
    text = env.get(name)
    if not text:
        return default
    if not _WHOLE_NUMBER.fullmatch(text) or int(text) > MAX_GRACE_DAYS:
        raise ConfigurationError(f"{name} must be a whole number from 0 to {MAX_GRACE_DAYS}, not {text!r}")
    return int(text)


def fraction(env: Mapping[str, str], name: str, default: float) -> float:
    """Return the variable's value as a number from 0.01 to 1."""
    text = env.get(name)
    if not text:
        return default
    if not _DECIMAL.fullmatch(text) or not LEAST_FRACTION <= float(text) <= 1:
        raise ConfigurationError(f"{name} must be a number from {LEAST_FRACTION} to 1, not {text!r}")
    return float(text)


def concurrency(env: Mapping[str, str], name: str, default: int) -> int:
    """Return the variable's value as a concurrency that Lambda accepts for a queue's function, or 0.

    https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
    """
    text = env.get(name)
    if not text:
        return default
    if not re.fullmatch(CONCURRENCY, text):
        raise ConfigurationError(f"{name} must be 0 or a whole number from 2 to 1000, not {text!r}")
    return int(text)


def decode_budget(env: Mapping[str, str], name: str, default: int) -> int:
    """Return the variable's value as a positive integer.

    Without it, that is 60% of the Lambda function's memory in bytes. The rest is for the code and the files.
    https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
    """
    mebibytes = env.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
    return positive(env, name, int(mebibytes) * 1024 * 1024 * 6 // 10 if mebibytes else default)


def switch(env: Mapping[str, str], name: str, default: bool) -> bool:  # noqa: FBT001 - as of the others
    """Return whether the variable is `true` rather than `false`."""
    text = env.get(name) or str(default).lower()
    if text not in {"true", "false"}:
        raise ConfigurationError(f"{name} must be true or false, not {text!r}")
    return text == "true"


def listed(env: Mapping[str, str], name: str, _default: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return the items of a comma-separated list."""
    return tuple(item.strip() for item in env.get(name, "").split(",") if item.strip())


def origins(env: Mapping[str, str], name: str, _default: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return the origins of a comma-separated list, each as browsers send it."""
    origins = listed(env, name)
    for origin in origins:
        if not _ORIGIN.fullmatch(origin):
            raise ConfigurationError(
                f"{name} must be a comma-separated list of origins"
                f" such as https://www.example.com; {origin!r} is not one"
            )
    return origins


_BY_TYPE: Mapping[type, Callable[..., object]] = MappingProxyType(
    {bool: switch, int: positive, float: fraction, str: string, NoneType: string}
)


def of_type(default: object) -> Callable[..., object]:
    """Return the function that parses a variable with a default of this type, if its name does not matter."""
    return choice if isinstance(default, StrEnum) else _BY_TYPE[type(default)]
