"""The same answers, literally, from infra/edge.js in Node and in njs, and from the service's rules.

Node has more than CloudFront's runtime. njs is ECMAScript 5.1 with parts of later versions, as that is.
https://nginx.org/en/docs/njs/compatibility.html
"""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from chalicelib.domain.presets import Presets
from chalicelib.models import OnDemandPolicy
from local.cdn.function import viewer_request
from ops.templates.edge_function import around_policy, edge_policy
from tests.edge.edges import KEYS, RICH, SOURCE, Edge, outcome, running

VECTORS: list[dict[str, Any]] = json.loads(Path(__file__).with_name("vectors.json").read_text("utf-8"))
REQUESTS = ("path", "query", "accept")
IN_NJS = """
import fs from 'fs';
import handler from 'function.js';

const events = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
Promise.all(events.map((event) => handler(event)))
  .then((answers) => answers.forEach((answer) => console.log(JSON.stringify(answer))));
"""
STORE_IN_NJS = """
const ITEMS = %s;

function get(key) {
  return key in ITEMS ? Promise.resolve(ITEMS[key]) : Promise.reject(new Error('KeyNotFound'));
}

export default { kvs: () => ({ get: get }) };
"""


def each_vector() -> pytest.MarkDecorator:
    return pytest.mark.parametrize("vector", VECTORS, ids=[each["name"] for each in VECTORS])


@pytest.fixture(scope="module")
def edge() -> Iterator[Edge]:
    with running(RICH) as edge:
        yield edge


@each_vector()
def test_node(edge: Edge, vector: dict[str, Any]) -> None:
    assert edge.in_node(*(vector[each] for each in REQUESTS)) == vector["answer"]


@each_vector()
def test_the_service(edge: Edge, vector: dict[str, Any]) -> None:
    assert edge.in_python(*(vector[each] for each in REQUESTS)) == vector["answer"]


@pytest.fixture(scope="module")
def answers_of_njs(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    njs = shutil.which("njs")
    if njs is None:
        pytest.skip("njs is not installed: it is a package of Debian and nginx")
    folder = tmp_path_factory.mktemp("njs")
    keys = json.dumps({each.id: each.secret for each in KEYS})
    (folder / "cloudfront").write_text(STORE_IN_NJS % keys, "utf-8")
    code = edge_policy(RICH).join(around_policy(SOURCE))
    (folder / "function.js").write_text(f"{code}\nexport default handler;\n", "utf-8")
    (folder / "main.js").write_text(IN_NJS, "utf-8")
    (folder / "events.json").write_text(json.dumps(list(map(event, VECTORS))), "utf-8")
    command: list[str | Path] = [njs, "-p", folder, folder / "main.js", folder / "events.json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def event(vector: dict[str, Any]) -> dict[str, Any]:
    headers = {} if vector["accept"] is None else {"accept": vector["accept"]}
    return viewer_request("GET", vector["path"], urlencode(vector["query"]), headers)


def test_njs(answers_of_njs: list[dict[str, Any]]) -> None:
    assert [outcome(each) for each in answers_of_njs] == [each["answer"] for each in VECTORS]


def test_a_refusal_is_a_problem_that_nothing_stores(edge: Edge) -> None:
    refused = edge.function.handle(event({**VECTORS[0], "path": "/i/"}), {})
    assert (refused["statusCode"], refused["statusDescription"]) == (404, "Not Found")
    assert refused["headers"] == {
        "content-type": {"value": "application/problem+json"},
        "cache-control": {"value": "no-store"},
    }
    assert json.loads(refused["body"]["data"]) == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "detail": "There is no such image.",
        "code": "image_not_found",
    }


def test_what_the_function_lets_through_keeps_the_method_and_the_headers(edge: Edge) -> None:
    request = edge.function.handle(event(VECTORS[0]), {})
    assert request["method"] == "GET"
    assert request["headers"] == {"accept": {"value": VECTORS[0]["accept"]}}


def test_without_a_policy_only_signatures_count() -> None:
    with running(Presets(presets=(), default=(), on_demand=OnDemandPolicy())) as edge:
        (signed,) = (each for each in VECTORS if each["name"] == "signed w_640")
        assert edge.in_node(signed["path"], {}, None) == {"status": 403, "code": "operations_not_allowed"}
        assert edge.in_node(signed["path"], signed["query"], signed["accept"]) == signed["answer"]
