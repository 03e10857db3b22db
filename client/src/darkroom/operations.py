"""The operations in the URL of a variant on demand, such as `w_640,h_360,f_webp`.

They are written in one order and without defaults, as the service and signatures expect it.
"""

from typing import Literal, TypedDict, get_args

Fit = Literal["cover", "inside"]
Format = Literal["avif", "webp", "jpeg", "png", "gif"]
Keyword = Literal[
    "center",
    "top",
    "right",
    "bottom",
    "left",
    "top-left",
    "top-right",
    "bottom-left",
    "bottom-right",
    "entropy",
    "attention",
]
# As in presets and in CSS.
_SpacedKeyword = Literal["top left", "top right", "bottom left", "bottom right"]
Position = Keyword | _SpacedKeyword | tuple[float, float]
MAX_SIDE = 16_383
"""The largest width and height that the service accepts, in pixels."""
MAX_QUALITY = 100
"""The upper end of the scale of encoders."""

# What the service does if a URL does not say it.
_FIT: Fit = "cover"
_POSITION: Position = "attention"
_QUALITY = 80


class Rendering(TypedDict, total=False):
    """How a variant on demand is rendered.

    With a `height` in pixels, the image is cropped to the size: `position` says what stays, a keyword or the
    point (x, y) in fractions of width and height. With `fit="inside"`, it is scaled to fit within the size
    instead. Without `format`, each browser gets the smallest one that it accepts; only presets can be `gif`.
    `quality` is from 1 to 100, by default 80.
    """

    height: int | None
    fit: Fit
    position: Position
    format: Format | None
    quality: int


def choose(width: int | None, preset: str | None, options: Rendering) -> str:
    """Return the operations for a width in pixels, or for a preset.

    Raises ValueError unless there is one of them, for invalid values, and for options that exclude each
    other.
    """
    if preset is not None and width is None:
        if others := options.keys() - {"format"}:
            raise ValueError(f"A preset has its own {', '.join(sorted(others))}.")
        return ",".join([f"p_{preset}", *_format(options)])
    if width is None or preset is not None:
        raise ValueError("Give either a `width` or a `preset`.")
    return _resize(width, options)


def _resize(width: int, options: Rendering) -> str:
    height, fit = options.get("height"), options.get("fit", _FIT)
    position, quality = options.get("position", _POSITION), options.get("quality", _QUALITY)
    _check_number("`width`", width, MAX_SIDE)
    _check_number("`height`", 1 if height is None else height, MAX_SIDE)
    _check_number("`quality`", quality, MAX_QUALITY)
    _check_fit(height, fit, position)
    if options.get("format") == "gif":
        raise ValueError("Only presets can have the format gif.")
    parts = [
        f"w_{width}",
        *([] if height is None else [f"h_{height}"]),
        *([] if fit == _FIT else [f"fit_{fit}"]),
        *([] if position == _POSITION else [f"pos_{_written(position)}"]),
        *_format(options),
        *([] if quality == _QUALITY else [f"q_{quality}"]),
    ]
    return ",".join(parts)


def _check_fit(height: int | None, fit: Fit, position: Position) -> None:
    if fit not in get_args(Fit):
        raise ValueError("`fit` must be cover or inside.")
    if height is None and (fit != _FIT or position != _POSITION):
        raise ValueError("`fit` and `position` need a `height`.")
    if fit != _FIT and position != _POSITION:
        raise ValueError("`fit` inside does not crop, so it has no `position`.")


def query(written: str) -> dict[str, str]:
    """Return operations as parameters of a query."""
    return dict(_name_and_value(part) for part in written.split(","))


def _name_and_value(part: str) -> tuple[str, str]:
    name, _, value = part.partition("_")
    return name, value


def _check_number(name: str, value: object, most: int) -> None:
    if not (isinstance(value, int) and 1 <= value <= most):
        raise ValueError(f"{name} must be a whole number from 1 to {most}.")


def _format(options: Rendering) -> list[str]:
    chosen = options.get("format")
    if chosen is not None and chosen not in get_args(Format):
        raise ValueError(f"`format` must be one of {', '.join(get_args(Format))}.")
    return [] if chosen is None else [f"f_{chosen}"]


def _written(position: Position) -> str:
    if isinstance(position, str):
        keyword = position.replace(" ", "-")
        if keyword not in get_args(Keyword):
            raise ValueError(
                f"`position` must be two numbers from 0 to 1, or one of {', '.join(get_args(Keyword))}."
            )
        return keyword
    x, y = (round(each * 1000) / 1000 for each in position)
    if not (0 <= x <= 1 and 0 <= y <= 1):
        raise ValueError("`position` must be a keyword or two numbers from 0 to 1.")
    return f"x{x:g}y{y:g}"
