"""The JSON Schema of a presets file, for editors, generated from the types that Darkroom checks it with.

`python -m docsite.presets_schema` writes it to docs/. It cannot express six of Darkroom's checks: that the
names of presets differ, that the names in `default` and `prefixes` are those of presets that are rendered at
upload, that a whole number is written without a fraction, that widths are in ascending order, how high crops
are at the largest width, and how many variants all presets have together.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from chalicelib.domain import preset_rules
from chalicelib.models import OnDemandPolicy, Overlay, Resize, VariantSpec

FILE = Path(__file__).parents[1] / "docs" / "reference" / "presets.schema.json"

Json = dict[str, Any]

# What editors show for a setting. A test compares the names with the types.
DESCRIPTIONS: Mapping[type, Mapping[str, str]] = {
    VariantSpec: {
        "name": "Name of the variant, which becomes part of the file's URL.",
        "width": "Target width in pixels.",
        "height": "Target height in pixels.",
        "fit": "How the image fits the target size, as CSS object-fit. `inside` fits within it, `outside`"
        " covers it without cropping.",
        "position": "What `cover` keeps, and where `contain` puts the image, as CSS object-position; or"
        " `entropy`, `attention` or `face` to look for the subject.",
        "format": "Format of the file. `source` keeps the upload's, if browsers can show it.",
        "formats": "Several formats of the same variant, instead of `format`.",
        "quality": "Quality of the encoder, or `best` for the most accurate resizing.",
        "background": "Color of the padding, and of transparent areas in formats without transparency.",
        "enlarge": "Whether images that are smaller than the target size are enlarged.",
        "keep": "Metadata that stays in the file.",
        "sharpen": "Whether the image is sharpened after it is scaled.",
        "blur": "Standard deviation of a Gaussian blur, in pixels of the variant.",
        "grayscale": "Whether colors are removed.",
        "overlay": "An image that is drawn on the variant, such as a watermark.",
        "expire_after_days": "Days after which the variant is deleted.",
        "when": "Whether the variant is rendered after the `upload`, or at its first request (`on_demand`).",
    },
    Overlay: {
        "image": "Name of a PNG, WebP or JPEG file in the folder of the presets file.",
        "position": "Where the image is drawn, as CSS object-position.",
        "margin": "Distance from the edges in pixels; between tiles, too.",
        "opacity": "Opacity, above 0 and up to 1.",
        "tile": "Whether the image is repeated over the whole variant.",
    },
    OnDemandPolicy: {
        "widths": "Widths in pixels, in ascending order. A width between two of them is rounded up.",
        "ratios": "Ratios of width and height. `source` is the image's own, without cropping.",
        "formats": "Formats of the files.",
        "qualities": "Encoder qualities. URLs that name none have 80.",
        "positions": "What crops keep: CSS object-position with a hyphen, `entropy` or `attention`.",
    },
}
_NAMES: Json = {"type": "array", "items": {"type": "string"}, "minItems": 1, "uniqueItems": True}
_PROPERTIES: Json = {
    "$schema": {"type": "string"},
    "presets": {"type": "array", "items": {"$ref": "#/$defs/VariantSpec"}, "minItems": 1},
    "default": {**_NAMES, "description": "Presets of images for which none are requested."},
    "prefixes": {
        "type": "object",
        "description": "Presets of images in a folder, instead of the default ones.",
        "propertyNames": {"pattern": r"/$(?!\n)"},
        "additionalProperties": _NAMES,
    },
    "files": {
        "type": "object",
        "description": "Content of overlays. The command `ops deploy` adds it.",
        "additionalProperties": {"type": "string", "contentEncoding": "base64"},
    },
    "on_demand": {
        "$ref": "#/$defs/OnDemandPolicy",
        "description": "What anyone may request of public images.",
    },
}


def schema() -> Json:
    """Return the schema."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Darkroom presets",
        "type": "object",
        "properties": _PROPERTIES,
        "required": ["presets", "default"],
        "additionalProperties": False,
        "$defs": _definitions(),
    }


def _definitions() -> Json:
    """Return the schemas of the types, with the rules that the types do not express."""
    _, components = msgspec.json.schema_components(list(DESCRIPTIONS))
    definitions = {kind.__name__: _described(kind, components[kind.__name__]) for kind in DESCRIPTIONS}
    preset = definitions["VariantSpec"]
    preset["properties"]["formats"] |= {"minItems": 1, "uniqueItems": True}
    preset["allOf"] = _rules()
    policy = definitions["OnDemandPolicy"]["properties"]
    for each in policy.values():
        each["uniqueItems"] = True
    # The quality of URLs that name none.
    policy["qualities"]["contains"] = {"const": Resize(width=1).quality}
    return definitions


def _described(kind: type, component: Json) -> Json:
    """Return the schema of a type with descriptions, and without what a presets file cannot contain."""
    properties = {
        name: {**_without_null(component["properties"][name]), "description": description}
        for name, description in DESCRIPTIONS[kind].items()
    }
    return {
        "type": "object",
        "properties": properties,
        "required": component.get("required", []),
        "additionalProperties": False,
    }


def _without_null(value: Json) -> Json:
    """Return the schema of a setting without null, which stands for a setting that is left out."""
    kept = {name: each for name, each in value.items() if name != "default" or each not in (None, [])}
    kinds = [kind for kind in kept.pop("anyOf", []) if kind != {"type": "null"}]
    if kinds and all(kind.keys() == {"enum"} for kind in kinds):
        return {**kept, "enum": [each for kind in kinds for each in kind["enum"]]}
    if len(kinds) == 1:
        return {**kept, **kinds[0]}
    return {**kept, "anyOf": kinds} if kinds else kept


def _rules() -> list[Json]:
    """Return the rules about settings that depend on each other, which `preset_rules` checks."""
    return [
        {"anyOf": [{"required": ["width"]}, {"required": ["height"]}]},
        _if(_has("fit", {"enum": [*preset_rules.WITH_BOX]}), {"required": ["width", "height"]}),
        _if(_has("position", {"enum": [*preset_rules.FOUND]}), _has("fit", {"const": "cover"})),
        _if(
            _has("position", {"not": {"enum": [*preset_rules.ANYWHERE]}}),
            _has("fit", {"enum": [*preset_rules.WITH_POSITION]}),
        ),
        {"not": {"required": ["format", "formats"]}},
        _if(
            _has("when", {"const": "on_demand"}),
            {
                "anyOf": [
                    _has("format", {"not": {"const": "source"}}),
                    _has("formats", {"not": {"contains": {"const": "source"}}}),
                ],
                "properties": {"position": {"not": {"const": "face"}}, "expire_after_days": False},
            },
        ),
    ]


def _if(condition: Json, consequence: Json) -> Json:
    return {"if": condition, "then": consequence}


def _has(name: str, value: Json) -> Json:
    return {"properties": {name: value}, "required": [name]}


def text() -> str:
    """Return the file's content."""
    return json.dumps(schema(), indent=2) + "\n"


if __name__ == "__main__":
    FILE.write_text(text(), "utf-8")
