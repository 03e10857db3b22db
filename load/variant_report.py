"""Write the time of requests for a variant on demand as Markdown tables."""

from collections.abc import Mapping, Sequence

from load.assumptions import Assumptions
from load.report import Row, table
from load.variant_times import API, FILE, FUNCTION, PARTS, Hop, Trace, invocations, medians, milliseconds


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
