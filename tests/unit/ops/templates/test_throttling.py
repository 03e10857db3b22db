"""The stage throttles every method of the API by its class."""

from typing import Any

import pytest

from chalicelib.entrypoints.throttling import CLASSES, RateClass, rate_class
from ops.templates.api import encoded_path

Json = dict[str, Any]
Method = tuple[str, str]
GENERATED = {"HEAD", "OPTIONS"}


@pytest.fixture
def methods(template: Json) -> dict[Method, Json]:
    """Return all methods of the API. Variants need a token."""
    paths = template["Resources"]["RestAPI"]["Properties"]["Body"]["paths"]
    return {
        (method.upper(), path): each["Fn::If"][2] if "Fn::If" in each else each
        for path, entries in paths.items()
        for method, each in entries.items()
    }


@pytest.fixture
def limits(template: Json) -> dict[Method, tuple[str, str]]:
    """Return the parameters for the rate and the burst by HTTP method and encoded path."""
    return {
        (each["HttpMethod"], each["ResourcePath"]): (
            each["ThrottlingRateLimit"]["Ref"],
            each["ThrottlingBurstLimit"]["Ref"],
        )
        for each in template["Resources"]["APIStage"]["Properties"]["MethodSettings"]
    }


def test_the_table_has_every_method_except_head_and_options(methods: dict[Method, Json]) -> None:
    assert {each for each in CLASSES if each[0] not in GENERATED} == {
        each for each in methods if each[0] not in GENERATED
    }
    assert CLASSES.keys() <= methods.keys()


def test_a_method_without_a_token_is_public_or_rare_except_images_and_their_preflight_requests(
    methods: dict[Method, Json],
) -> None:
    without_token = {each for each, described in methods.items() if "security" not in described}
    slow = {RateClass.PUBLIC, RateClass.RARE}
    assert {each for each in without_token if rate_class(*each) not in slow} == {
        ("OPTIONS", "/images"),
        ("OPTIONS", "/images/{image_id}"),
        ("GET", "/status/{image_id}"),
        ("GET", "/v/{image_id}/{version}/{file}"),
        ("GET", "/d/{image_id}/{version}/{file}"),
        ("GET", "/i/{image_id}/{version_or_operations}"),
        ("GET", "/i/{image_id}/{version_or_operations}/{operations}"),
    }


def test_a_method_with_a_token_is_rare_only_if_it_is_head_and_never_public(
    methods: dict[Method, Json],
) -> None:
    with_token = {each for each, described in methods.items() if "security" in described}
    assert {method for method, path in with_token if rate_class(method, path) is RateClass.RARE} == {"HEAD"}
    assert RateClass.PUBLIC not in {rate_class(*each) for each in with_token}


def test_status_urls_have_a_limit_of_their_own() -> None:
    assert [each for each, given in CLASSES.items() if given is RateClass.STATUS] == [
        ("GET", "/status/{image_id}")
    ]


def test_the_stage_gives_each_method_the_limits_of_its_class(
    methods: dict[Method, Json], limits: dict[Method, tuple[str, str]]
) -> None:
    default = limits.pop(("*", "/*"))
    assert default == ("RareRate", "RareBurst")
    for method, path in methods:
        name = rate_class(method, path).capitalize()
        assert limits.pop((method, encoded_path(path)), default) == (f"{name}Rate", f"{name}Burst")
    assert limits == {}


def test_paths_are_encoded_as_api_gateway_expects_them(limits: dict[Method, tuple[str, str]]) -> None:
    assert ("POST", "/~1images~1{image_id}~1reprocess") in limits
    assert ("GET", "/") in limits
