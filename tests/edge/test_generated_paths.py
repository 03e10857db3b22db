"""infra/edge.js and the service give the same answer to thousands of generated requests."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.on_demand.operations import printed
from chalicelib.domain.on_demand.signatures import sign
from chalicelib.domain.presets import Presets
from chalicelib.models import OnDemandPolicy, Operations, Resize
from tests.edge.edges import KEYS, POLICY, PRESETS, RICH, Edge, running
from tests.unit.domain.on_demand.operation_strategies import OPERATIONS, POLICIES

ID = "GSZp4SKhCF_rkfM2vcXD_gZyQ5TA"
VERSION = "0123456789ab"
PRINTABLE = st.characters(min_codepoint=33, max_codepoint=126)

ACCEPTS = st.sampled_from(
    [
        None,
        "*/*",
        "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8",
        "image/webp,*/*",
        "image/png,image/*;q=0.8,*/*;q=0.5",
        "image/avif;q=0, image/webp;q=0.000",
        "image/avif ; Q=0.5",
        "IMAGE/AVIF",
        "image/avif;q=0.0001",
        "a," * 499 + "x,image/avif",
        "",
    ]
) | st.text(st.sampled_from("image/avifwebp,;q=01. \t*"), max_size=40)
# Numbers near the policy's: listed widths, their neighbors, and heights of its ratios within two pixels.
WIDTHS = st.sampled_from(POLICY.widths).flatmap(lambda width: st.integers(max(1, width - 2), width + 2))
RATIOS = st.sampled_from([(1, 1), (4, 3), (16, 9), (3, 4)])
CROPS = st.tuples(WIDTHS, RATIOS, st.integers(-2, 2)).map(
    lambda each: Resize(width=each[0], height=max(1, each[0] * each[1][1] // each[1][0] + each[2]))
)
NEAR = st.one_of(
    CROPS.map(printed),
    WIDTHS.map(lambda width: f"w_{width}"),
    st.builds(
        "p_{}{}".format,
        st.sampled_from(["hero", "cover", "constructor", "toString", "none"]),
        st.sampled_from(["", ",f_auto", ",f_avif", ",f_jpeg", ",f_gif"]),
    ),
)
PARTS = st.sampled_from(
    [
        *("w_640", "w_0", "w_16383", "w_16384", "w_0640", "h_480", "h_16384", "fit_cover", "fit_inside"),
        *("pos_top", "pos_attention", "pos_x0.5y0.3", "pos_x0.50y1", "pos_x1y0", "pos_face", "f_auto"),
        *("f_webp", "f_gif", "f_jpg", "q_80", "q_100", "q_0", "q_60", "p_hero", "", "w_640 "),
    ]
)
COMMAS = st.sampled_from([",", "%2C", "%2c", "%252C", ",,", ";"])
JOINED = st.tuples(COMMAS, st.lists(PARTS, min_size=1, max_size=7)).map(lambda each: each[0].join(each[1]))
TEXTS = st.one_of(
    OPERATIONS.map(printed), NEAR, JOINED, st.text(PRINTABLE, max_size=20), st.just("w_640," + "q" * 130)
)
IDS = st.just(ID) | st.sampled_from(["A" * 27, "A" * 29, "A" * 27 + ".", "A" * 27 + "%", "..", "d"])
VERSIONS = st.sampled_from([f"{VERSION}/", "", f"{VERSION}/", "0123456789AB/", "0123456789abc/", "/", "a/b/"])
PATHS = st.builds("/i/{}/{}{}".format, IDS, VERSIONS, TEXTS) | st.text(PRINTABLE, max_size=60).map(
    "/i/{}".format
)
QUERIES = st.dictionaries(
    st.sampled_from(["n", "s", "response-content-type", "S", "versionId"]),
    st.sampled_from(["1", "2", "3", "01", "", "a1b2c3d4" + "0" * 32, "A1B2C3D4" + "0" * 32, "text/html"]),
    max_size=3,
)


@pytest.fixture(scope="module")
def edge() -> Iterator[Edge]:
    with running(RICH) as edge:
        yield edge


@settings(max_examples=1_500)
@given(PATHS, QUERIES, ACCEPTS)
def test_any_request(edge: Edge, path: str, query: dict[str, str], accept: str | None) -> None:
    assert edge.in_node(path, query, accept) == edge.in_python(path, query, accept)


@settings(max_examples=500)
@given(st.sampled_from([f"{VERSION}/", ""]), NEAR, ACCEPTS)
def test_requests_near_the_policy(edge: Edge, version: str, text: str, accept: str | None) -> None:
    path = f"/i/{ID}/{version}{text}"
    assert edge.in_node(path, {}, accept) == edge.in_python(path, {}, accept)


@settings(max_examples=500)
@given(OPERATIONS, OPERATIONS | st.none(), st.sampled_from(KEYS), ACCEPTS)
def test_signed_requests(
    edge: Edge, operations: Operations, others: Operations | None, key: Any, accept: str | None
) -> None:
    path = f"/i/{ID}/{VERSION}/{printed(operations)}"
    query = {"s": sign(key, ID, others or operations)}
    answer = edge.in_node(path, query, accept)
    assert answer == edge.in_python(path, query, accept)
    if others is None and isinstance(operations, Resize):
        assert answer["query"] == query


@settings(max_examples=10)
@given(POLICIES, st.data())
def test_any_policy(policy: OnDemandPolicy, data: st.DataObject) -> None:
    with running(Presets(presets=PRESETS, default=(), on_demand=policy)) as edge:
        for text in data.draw(st.lists(OPERATIONS.map(printed) | NEAR, min_size=20, max_size=40)):
            path = f"/i/{ID}/{VERSION}/{text}"
            assert edge.in_node(path, {}, "image/webp") == edge.in_python(path, {}, "image/webp")
