"""Parse and print the operations in a URL. Pure.

operations = resize / preset
resize     = "w_" number [crop] ["," "f_" format] ["," "q_" number]
crop       = "," "h_" number ["," "fit_" fit] ["," "pos_" position]
position   = keyword / "x" fraction "y" fraction
preset     = "p_" name ["," "f_" format]

Each operation occurs at most once, in this order. Numbers have no sign and no leading zeros, and fractions
have at most three digits after the point, without zeros at the end. So there is one way to write each
operation. Printed operations leave out what is the default.
"""

import re
from typing import Any, get_args

from chalicelib.errors import InvalidOperations
from chalicelib.models import (
    MAX_SIDE,
    NamedPreset,
    OnDemandFormat,
    OnDemandPosition,
    Operations,
    RenditionFormat,
    Resize,
)

MAX_LENGTH = 128
"""The longest operations, in characters. Those of the longest valid ones are shorter."""

_NUMBER = "[1-9][0-9]{0,4}"
_FRACTION = r"(?:0|1|0\.[0-9]{0,2}[1-9])"
_POSITIONS = "|".join(sorted(get_args(OnDemandPosition), key=len, reverse=True))
_RESIZE = re.compile(
    rf"w_(?P<width>{_NUMBER})"
    rf"(?:,h_(?P<height>{_NUMBER})"
    rf"(?:,fit_(?P<fit>cover|inside))?"
    rf"(?:,pos_(?:(?P<position>{_POSITIONS})|x(?P<x>{_FRACTION})y(?P<y>{_FRACTION})))?)?"
    rf"(?:,f_(?P<format>auto|{'|'.join(get_args(OnDemandFormat))}))?"
    r"(?:,q_(?P<quality>[1-9][0-9]?|100))?"
)
_PRESET = re.compile(
    rf"p_(?P<name>[A-Za-z0-9][A-Za-z0-9_-]{{0,63}})(?:,f_(?P<format>auto|{'|'.join(get_args(RenditionFormat))}))?"
)
_DEFAULT = Resize(width=1)


def parse(text: str) -> Operations:
    """Return the operations that a URL asks for. Raises InvalidOperations."""
    if len(text) <= MAX_LENGTH:
        if (preset := _PRESET.fullmatch(text)) is not None:
            return NamedPreset(name=preset["name"], format=_format(preset["format"]))
        if (resize := _RESIZE.fullmatch(text)) is not None:
            return _resize(resize)
    raise InvalidOperations(
        "The URL does not end in operations such as `w_640` or `w_640,h_360,f_webp`, in this order."
    )


def printed(operations: Operations) -> str:
    """Return the only text without unnecessary parts that these operations are parsed from."""
    if isinstance(operations, NamedPreset):
        parts = [f"p_{operations.name}"]
    else:
        parts = [f"w_{operations.width}", *_crop(operations)]
    if operations.format is not None:
        parts.append(f"f_{operations.format}")
    if isinstance(operations, Resize) and operations.quality != _DEFAULT.quality:
        parts.append(f"q_{operations.quality}")
    return ",".join(parts)


def _resize(match: re.Match[str]) -> Resize:
    position: Any = match["position"] or _DEFAULT.position
    fit: Any = match["fit"] or _DEFAULT.fit
    if match["x"] is not None:
        position = _thousandths(match["x"]), _thousandths(match["y"])
    resize = Resize(
        width=int(match["width"]),
        height=int(match["height"]) if match["height"] else None,
        fit=fit,
        position=position,
        format=_format(match["format"]),
        quality=int(match["quality"] or _DEFAULT.quality),
    )
    if max(resize.width, resize.height or 0) > MAX_SIDE:
        raise InvalidOperations(f"The largest width and height are {MAX_SIDE} pixels.")
    if resize.fit == "inside" and resize.position != _DEFAULT.position:
        raise InvalidOperations("`fit_inside` does not crop, so it has no position.")
    return resize


def _crop(resize: Resize) -> list[str]:
    if resize.height is None:
        return []
    fit = [] if resize.fit == _DEFAULT.fit else [f"fit_{resize.fit}"]
    position = [] if resize.position == _DEFAULT.position else [f"pos_{_position(resize)}"]
    return [f"h_{resize.height}", *fit, *position]


def _position(resize: Resize) -> str:
    if isinstance(resize.position, str):
        return resize.position
    x, y = resize.position
    return f"x{x / 1000:g}y{y / 1000:g}"


def _thousandths(fraction: str) -> int:
    return round(float(fraction) * 1000)


def _format(text: str | None) -> Any:  # noqa: ANN401 - the pattern allows only the literals
    return None if text in {None, "auto"} else text
