"""The default presets depend on the folder of the object."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.presets import Presets
from chalicelib.errors import ConfigurationError
from chalicelib.models import VariantSpec

SPECS = tuple(VariantSpec(name=name, width=1, height=1) for name in ("small", "avatar", "icon"))
PREFIXES = {"images/avatars/": ("avatar",), "images/avatars/icons/": ("icon", "avatar")}
PRESETS = Presets(presets=SPECS, default=("small",), prefixes=PREFIXES)


def file(prefixes: object) -> bytes:
    presets = [{"name": spec.name, "width": 1, "height": 1} for spec in SPECS]
    return json.dumps({"presets": presets, "default": ["small"], "prefixes": prefixes}).encode()


@pytest.mark.parametrize(
    ("key", "names"),
    [
        ("images/cat.jpg", ("small",)),
        ("images/avatars/cat.jpg", ("avatar",)),
        ("images/avatars/2026/cat.jpg", ("avatar",)),
        ("images/avatars/icons/cat.jpg", ("icon", "avatar")),
        ("images/avatars", ("small",)),
        ("images/Avatars/cat.jpg", ("small",)),
    ],
)
def test_the_longest_prefix_wins_over_the_default(key: str, names: tuple[str, ...]) -> None:
    assert PRESETS.default_for(key) == names


@given(st.permutations(sorted(PREFIXES)))
def test_the_order_in_the_file_does_not_matter(order: list[str]) -> None:
    presets = Presets.from_json(file({prefix: PREFIXES[prefix] for prefix in order}))
    assert presets.default_for("images/avatars/icons/cat.jpg") == ("icon", "avatar")


@pytest.mark.parametrize(
    ("prefixes", "error"),
    [
        (["avatar"], "prefixes: must be an object with prefixes and lists of the names of presets"),
        ({"images/a": ["avatar"]}, 'prefixes: "images/a" must end with "/"'),
        ({"": ["avatar"]}, 'prefixes: "" must end with "/"'),
        (
            {"images/a/": []},
            'prefixes, "images/a/": must be a list of the names of one or more presets',
        ),
        ({"images/a/": ["avatr"]}, 'prefixes, "images/a/": there is no preset "avatr"'),
        ({"images/a/": ["icon", "icon"]}, 'prefixes, "images/a/": "icon" is there twice'),
    ],
)
def test_an_invalid_prefix_is_reported(prefixes: object, error: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        Presets.from_json(file(prefixes))
    assert str(caught.value) == f"presets.json: {error}"


def test_a_prefix_that_is_there_twice_is_reported() -> None:
    text = file({"images/a/": ["icon"]}).replace(b'"prefixes": {', b'"prefixes": {"images/a/": ["small"], ')
    with pytest.raises(ConfigurationError, match='prefixes: "images/a/" is there twice'):
        Presets.from_json(text)
