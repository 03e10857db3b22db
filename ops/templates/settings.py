"""The app's settings as parameters of its template, and as variables of its functions."""

import ast
import inspect
from collections.abc import Iterator, Mapping
from enum import StrEnum
from itertools import pairwise
from types import MappingProxyType

from msgspec import NODEFAULT, Struct
from msgspec.structs import FieldInfo, fields

from chalicelib.config.enums import KernelMode
from chalicelib.config.env_parsing import LEAST_FRACTION
from chalicelib.config.rules import FOLDER, MAX_EXPIRES, MAX_GRACE_DAYS
from chalicelib.config.settings import Settings
from ops.templates.intrinsics import Json, camel_case, ref, sub
from ops.templates.parameters import choice, number, text

# Settings without a parameter of their own, and what they are.
_DERIVED: Mapping[str, Json] = MappingProxyType(
    {
        "STAGE": ref("Stage"),
        "PROCESS_CONCURRENCY": ref("Concurrency"),
        "PROCESS_FUNCTION": sub("darkroom-${Stage}-process_upload"),
        "RENDER_FUNCTION": sub("darkroom-${Stage}-render_on_demand"),
        "SIGNING_KEYS": sub("/darkroom/${Stage}/signing-keys"),
        "LOG_RETENTION_DAYS": ref("LogRetentionDays"),
        "TRACING": ref("Tracing"),
    }
)
_ONLY_FOR_DEVELOPMENT = frozenset({"WEBHOOK_ALLOW_LOOPBACK"})
# The limits that `Settings.from_env` checks. Other numbers are at least 1.
_MINIMA = {"owner_share": LEAST_FRACTION, "grace_days": 0}
_MAXIMA = {
    "upload_expires": MAX_EXPIRES,
    "url_expires": MAX_EXPIRES,
    "moderation_threshold": 100,
    "owner_share": 1,
    "grace_days": MAX_GRACE_DAYS,
}
# Each package has its kernel. Lambda then reports one that is missing, rather than render without it.
_DEFAULTS = {"darkroom_kernel": KernelMode.ON}
_PATTERNS = {"upload_prefix": FOLDER}
# On Lambda, the default depends on the function's memory, so it can't be a number.
_WITHOUT_FIXED_DEFAULT = frozenset({"max_decode_bytes"})


def setting_parameters() -> dict[str, Json]:
    """Return a parameter for each setting, described as in the reference: `MaxUploadBytes`."""
    meanings = described(Settings)
    return {camel_case(field.name): _parameter(field, meanings[field.name]) for field in _free()}


def setting_variables() -> dict[str, Json]:
    """Return the variables of the functions: each setting's value, from the parameters."""
    free = {field.name.upper(): ref(camel_case(field.name)) for field in _free()}
    return {**free, **_DERIVED}


def _free() -> Iterator[FieldInfo]:
    absent = {*_DERIVED, *_ONLY_FOR_DEVELOPMENT}
    return (field for field in fields(Settings) if field.name.upper() not in absent)


def _parameter(field: FieldInfo, meaning: str) -> Json:
    default = _DEFAULTS.get(field.name, field.default)
    if field.name in _WITHOUT_FIXED_DEFAULT:
        return text(meaning, "", AllowedPattern="|[1-9][0-9]{0,17}")
    if isinstance(default, bool):
        return choice(meaning, str(default).lower(), "true", "false")
    if isinstance(default, StrEnum):
        return choice(meaning, default.value, *type(default))
    if isinstance(default, int | float):
        return number(meaning, default, _MINIMA.get(field.name, 1), _MAXIMA.get(field.name))
    if default is NODEFAULT:
        return text(meaning)
    # None and the empty list
    more = {"AllowedPattern": _PATTERNS[field.name]} if field.name in _PATTERNS else {}
    return text(meaning, default or "", **more)


def described(kind: type) -> dict[str, str]:
    """Return the string below each field of a class, on one line. Fields without a string are omitted.

    Inherited fields come first.
    """
    found: dict[str, str] = {}
    for each in reversed(kind.__mro__):
        if issubclass(each, Struct) and each is not Struct:
            found |= _own(each)
    return found


def _own(kind: type) -> dict[str, str]:
    (body,) = (
        node.body for node in ast.parse(inspect.getsource(kind)).body if isinstance(node, ast.ClassDef)
    )
    found = {}
    for field, below in pairwise(body):
        match field, below:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(words))):
                found[name] = " ".join(words.split())
    return found
