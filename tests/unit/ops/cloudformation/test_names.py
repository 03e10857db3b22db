"""The names of stages, stacks and functions."""

import json

import pytest

from chalicelib.errors import ConfigurationError
from ops.cloudformation.names import Stack, Stage
from ops.deployment.features import FEATURES
from ops.deployment.tools import PROJECT
from ops.templates.load_app import load_app

PROD = Stage("prod")


@pytest.mark.parametrize("name", ["a", "prod", "Prod-2", "a" * 20, "app", "sweep-2"])
def test_a_name_that_is_valid_in_functions_and_urls_is_accepted(name: str) -> None:
    assert Stage.named(name) == Stage(name)


@pytest.mark.parametrize("name", ["", "-prod", "prod-", "a" * 21, "pröd", "prod access", "prod_2", "prod\n"])
def test_a_name_that_is_invalid_in_functions_and_urls_is_refused(name: str) -> None:
    with pytest.raises(ConfigurationError, match="20 characters"):
        Stage.named(name)


@pytest.mark.parametrize(
    "stack", [each for each in PROD.stacks if each != PROD.storage], ids=lambda each: each.name
)
def test_a_name_cannot_end_like_a_stack_of_another_stage(stack: Stack) -> None:
    with pytest.raises(ConfigurationError, match="can't end in"):
        Stage.named(stack.name.removeprefix("darkroom-"))


def test_a_name_cannot_be_that_of_a_function_of_another_stage() -> None:
    functions = [each.name for each in load_app(PROJECT, public_variants=False).functions]
    for function in functions:
        with pytest.raises(ConfigurationError):
            Stage.named(PROD.function(function).removeprefix("darkroom-"))


def test_functions_have_the_names_that_chalice_gives_them() -> None:
    config = json.loads((PROJECT / ".chalice" / "config.json").read_bytes())
    assert config["app_name"] == "darkroom"
    assert PROD.function("") == "darkroom-prod"
    assert PROD.function("process_upload") == "darkroom-prod-process_upload"


def test_every_feature_has_a_stack_with_a_template() -> None:
    for feature in FEATURES:
        assert feature.stack(PROD) in PROD.stacks
        assert (PROJECT / "infra" / feature.stack(PROD).template).exists()
