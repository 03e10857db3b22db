"""Presets files for tests, and the errors in them."""

import json

import pytest

from chalicelib.domain.presets import Presets
from chalicelib.errors import ConfigurationError


def preset(**settings: object) -> dict[str, object]:
    return {"name": "square", "width": 300, "height": 300, **settings}


def file(*presets: object, default: object = ("square",), **fields: object) -> bytes:
    return json.dumps({"presets": presets, "default": default, **fields}).encode()


def error_in(text: bytes) -> str:
    with pytest.raises(ConfigurationError) as caught:
        Presets.from_json(text)
    return str(caught.value).removeprefix("presets.json: ")
