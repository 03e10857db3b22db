"""The time of a request for a variant on demand by parts, on AWS: measured computing, assumed waiting.

Pure functions, and the report in Markdown.
"""

from collections.abc import Mapping, Sequence
from statistics import median
from types import MappingProxyType

import msgspec

from bench.markdown import table
from load.assumptions import Assumptions
from load.report import Row

EDGE, NO_FILE, FILE = "edge function", "S3: no file", "S3: the file"
API, FUNCTION = "API", "function"
INSPECT, RENDER = f"{FUNCTION}: inspect", f"{FUNCTION}: render"


class Hop(msgspec.Struct, frozen=True):
    """A request to the CDN: the status of its answer, and the milliseconds that each part took, in order.

    Parts are the functions, without what they wait for, the engine, and AWS calls by caller, operation and
    number.
    """

    status: int
    parts: Mapping[str, float]


class Trace(msgspec.Struct, frozen=True):
    """The requests that lead to one file: the first one, one more, and one at another edge location.

    Each has a hop, and one more for each redirect.
    """

    first: Sequence[Hop]
    again: Sequence[Hop]
    elsewhere: Sequence[Hop]


class Part(msgspec.Struct, frozen=True):
    """What a part is called, what it waits for, and whether a cold start can come before it.

    `waits` are fields of `Latency` and `Network`.
    """

    label: str
    waits: Sequence[str] = ()
    starts: bool = False

    def wait(self, given: Assumptions) -> float:
        """Return how many milliseconds the part waits."""
        return sum(
            getattr(given.latency_ms, name, 0) + getattr(given.network_ms, name, 0) for name in self.waits
        )


# Calls are numbered in the order in which the code makes them.
PARTS: Mapping[str, Part] = MappingProxyType(
    {
        EDGE: Part("edge function"),
        NO_FILE: Part("S3 has no file", ["region", "s3_small"]),
        FILE: Part("S3 has the file", ["region", "s3_small"]),
        API: Part("API: everything but the calls", ["region", "invocation"], starts=True),
        f"{API}: GetItem 1": Part("API: read the record", ["dynamodb"]),
        f"{API}: HeadObject 1": Part("API: look for the file", ["s3_small"]),
        f"{API}: UpdateItem 1": Part("API: claim the file", ["dynamodb"]),
        f"{API}: UpdateItem 2": Part("API: count it for the image", ["dynamodb"]),
        f"{API}: UpdateItem 3": Part("API: count it for the owner", ["dynamodb"]),
        f"{API}: Invoke 1": Part("API: invoke the function", ["invocation"]),
        FUNCTION: Part("function: everything but the calls and the engine", starts=True),
        f"{FUNCTION}: GetItem 1": Part("function: read the record", ["dynamodb"]),
        f"{FUNCTION}: GetObject 1": Part("function: read the original", ["s3_large"]),
        INSPECT: Part("function: inspect"),
        RENDER: Part("function: render"),
        f"{FUNCTION}: PutObject 1": Part("function: store the file", ["s3_small"]),
        f"{FUNCTION}: GetItem 2": Part("function: read the record again", ["dynamodb"]),
    }
)


def medians(requests: Sequence[Sequence[Hop]]) -> Sequence[Hop]:
    """Return the hops that these requests have in common, with the median of each part.

    Raises ValueError if their redirects differ, KeyError if their parts do.
    """
    return [
        Hop(hops[0].status, {name: median(hop.parts[name] for hop in hops) for name in hops[0].parts})
        for hops in zip(*requests, strict=True)
    ]


def milliseconds(hops: Sequence[Hop], given: Assumptions, *, cold: bool = False) -> float:
    """Return the time of a request. If it is `cold`, no function has a warm environment."""
    start = given.cold_start_ms.value if cold else 0
    return sum(
        given.network_ms.viewer
        + sum(
            spent + PARTS[name].wait(given) + PARTS[name].starts * start for name, spent in hop.parts.items()
        )
        for hop in hops
    )


def invocations(hops: Sequence[Hop], function: str) -> int:
    """Return how often a request leads to an invocation of the API or of the function."""
    return sum(function in hop.parts for hop in hops)


def render(traces: Sequence[Trace], given: Assumptions) -> str:
    """Return the report as Markdown."""
    requests = {
        "first": medians([trace.first for trace in traces]),
        "second": medians([trace.again for trace in traces]),
        "at another edge location": medians([trace.elsewhere for trace in traces]),
    }
    totals = ["Request", "Answer", "Calls of the API", "Calls of the function", "ms", "ms with cold starts"]
    return "\n\n".join(
        [
            table(["Part of the first request", "Computing, ms", "Waiting, ms"], _parts(requests, given)),
            table(totals, [_total(name, hops, given) for name, hops in requests.items()]),
        ]
    )


def _parts(requests: Mapping[str, Sequence[Hop]], given: Assumptions) -> list[Row]:
    rows: list[Row] = []
    for hop in requests["first"]:
        label = "redirect to the edge location" if rows else "request to the edge location"
        rows.append([label, "", f"{given.network_ms.viewer:g}"])
        for name, spent in hop.parts.items():
            part = PARTS[name]
            wait = part.wait(given)
            rows.append([part.label, _rounded(spent), f"{wait:g}" if wait else ""])
    return rows


def _total(name: str, hops: Sequence[Hop], given: Assumptions) -> Row:
    return [
        name,
        _answer(hops),
        *(str(invocations(hops, function)) for function in (API, FUNCTION)),
        *(f"{milliseconds(hops, given, cold=cold):,.0f}" for cold in (False, True)),
    ]


def _answer(hops: Sequence[Hop]) -> str:
    statuses = ", ".join(str(hop.status) for hop in hops)
    return f"{statuses} from {'S3' if FILE in hops[-1].parts else 'the cache'}"


def _rounded(spent: float) -> str:
    return f"{spent:.1f}" if spent >= 0.05 else ""  # noqa: PLR2004 - what rounds to 0.1
