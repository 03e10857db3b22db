"""Request variants on demand in this process, and split the time of each request by what it is spent on.

`python -m load.variant_trace URL... RESULT` runs in the environment of a running stack with a CDN, which
emulates AWS in another process. The CDN, the API and the function that renders run in this one. Each URL is
requested twice at one edge location, then at another one. The list of `Trace` is written to RESULT, and the
log to standard output.
"""

import os
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from http import HTTPStatus
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from load.measured_functions import MeasuredFunctions
from load.spans import Spans
from load.variant_times import EDGE, FILE, NO_FILE, Hop, Trace
from local.aws import client
from local.cdn.cache import Cache
from local.cdn.edge import Edge
from local.cdn.function import EdgeFunction, node
from local.cdn.origins import Answer, bucket
from local.cdn.running import Surroundings, distribution_around
from local.presets import edge_policy

_CDN = "emulated CDN"


class Requests:
    """Sends requests to the CDN whose surroundings are given, and measures their parts."""

    def __init__(self, edge_function: EdgeFunction, around: Surroundings) -> None:
        self._spans = Spans(_CDN)
        self._edge_function = edge_function
        self._s3 = bucket(client("s3", around.aws_url), around.bucket)
        origins = {"processed": self._from_s3, "api": MeasuredFunctions(self._spans).api}
        self._edge = Edge(distribution_around(around, "{}"), origins, self._handle)

    def trace(self, url: str) -> Trace:
        """Request the URL twice, and once more with an empty cache. Raises RuntimeError for an error."""
        here, elsewhere = (replace(self._edge, cache=Cache("")) for _ in range(2))
        return Trace(self._request(here, url), self._request(here, url), self._request(elsewhere, url))

    def _request(self, edge: Edge, url: str) -> Sequence[Hop]:
        """Follow the redirects to the file."""
        hops: list[Hop] = []
        while True:
            self._spans.reset()
            answer = edge.request("GET", url)
            totals = {name: ms for name, ms in self._spans.totals().items() if name != _CDN}
            hops.append(Hop(answer.status, {EDGE: self._edge_ms, **totals}))
            if answer.status == HTTPStatus.OK:
                return hops
            if answer.status != HTTPStatus.FOUND:
                raise RuntimeError(f"{url} was answered with {answer.status}: {answer.body.decode()}")
            url = answer.headers["location"]

    def _handle(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """Run the edge function. Its process is another one, so this is not CPU time."""
        start = time.perf_counter()
        changed = self._edge_function.handle(event, {})
        self._edge_ms = 1000 * (time.perf_counter() - start)
        return changed

    def _from_s3(self, method: str, target: str) -> Answer:
        """Return S3's answer. Asking takes CPU time of the emulated CDN only, so the span is empty."""
        answer = self._s3(method, target)
        with self._spans.span(FILE if answer.status == HTTPStatus.OK else NO_FILE):
            return answer


def traces(executable: str, urls: Sequence[str]) -> list[Trace]:
    """Trace each URL. The edge function runs in Node, whose path is `executable`."""
    around = Surroundings(
        # Only a name here: the API is in this process.
        api_url=os.environ["PUBLIC_BASE_URL"],
        aws_url=os.environ["AWS_ENDPOINT_URL"],
        bucket=os.environ["DEST_BUCKET"],
        page_origins=(),
    )
    code = distribution_around(around, edge_policy()).function_code()
    with closing(EdgeFunction(executable, code)) as edge_function:
        requests = Requests(edge_function, around)
        return [requests.trace(url) for url in urls]


if __name__ == "__main__":
    *urls, result = sys.argv[1:]
    Path(result).write_bytes(msgspec.json.encode(traces(str(node()), urls)))
