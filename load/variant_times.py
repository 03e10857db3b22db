"""The time of a request for a variant on demand by parts, on AWS: measured computing, assumed waiting.

Pure functions.
"""

from collections.abc import Callable, Mapping, Sequence
from statistics import median
from types import MappingProxyType

import msgspec

from load.assumptions import Assumptions

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
    """What a part is called, how many milliseconds it waits, and whether a cold start can come before it."""

    label: str
    wait: Callable[[Assumptions], float] = lambda _: 0
    starts: bool = False


def _database(given: Assumptions) -> float:
    return given.latency_ms.dynamodb


def _small(given: Assumptions) -> float:
    return given.latency_ms.s3_small


def _large(given: Assumptions) -> float:
    return given.latency_ms.s3_large


def _origin(given: Assumptions) -> float:
    return given.network_ms.region + given.latency_ms.s3_small


def _api(given: Assumptions) -> float:
    return given.network_ms.region + given.network_ms.invocation


def _invocation(given: Assumptions) -> float:
    return given.network_ms.invocation


# Calls are numbered in the order in which the code makes them.
PARTS: Mapping[str, Part] = MappingProxyType(
    {
        EDGE: Part("edge function"),
        NO_FILE: Part("S3 has no file", _origin),
        FILE: Part("S3 has the file", _origin),
        API: Part("API: everything but the calls", _api, starts=True),
        f"{API}: GetItem 1": Part("API: read the record", _database),
        f"{API}: HeadObject 1": Part("API: look for the file", _small),
        f"{API}: UpdateItem 1": Part("API: claim the file", _database),
        f"{API}: UpdateItem 2": Part("API: count it for the image", _database),
        f"{API}: UpdateItem 3": Part("API: count it for the owner", _database),
        f"{API}: Invoke 1": Part("API: invoke the function", _invocation),
        FUNCTION: Part("function: everything but the calls and the engine", starts=True),
        f"{FUNCTION}: GetItem 1": Part("function: read the record", _database),
        f"{FUNCTION}: GetObject 1": Part("function: read the original", _large),
        INSPECT: Part("function: inspect"),
        RENDER: Part("function: render"),
        f"{FUNCTION}: PutObject 1": Part("function: store the file", _small),
        f"{FUNCTION}: GetItem 2": Part("function: read the record again", _database),
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
