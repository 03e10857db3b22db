import re

import pytest
from msgspec import structs

from load import assumptions
from load.assumptions import Latency, Network
from load.variant_times import (
    API,
    EDGE,
    FILE,
    FUNCTION,
    NO_FILE,
    RENDER,
    Hop,
    Trace,
    invocations,
    medians,
    milliseconds,
    render,
)

READ = assumptions.read()
GIVEN = structs.replace(
    READ,
    latency_ms=Latency(note="", dynamodb=1, s3_small=10, s3_large=50),
    network_ms=Network(note="", viewer=100, region=200, invocation=1_000),
    cold_start_ms=structs.replace(READ.cold_start_ms, value=10_000),
)
FIRST = [
    Hop(302, {EDGE: 0.5, NO_FILE: 0.0, API: 2.0, f"{API}: GetItem 1": 1.0, FUNCTION: 3.0, RENDER: 30.5}),
    Hop(200, {EDGE: 0.5, FILE: 0.0}),
]
CACHED = [Hop(200, {EDGE: 0.5})]
STORED = [Hop(200, {EDGE: 0.5, FILE: 0.0})]


def test_a_cached_file_takes_the_way_to_the_edge_location_and_its_function() -> None:
    assert milliseconds(CACHED, GIVEN) == 100.5


def test_a_stored_file_also_takes_the_way_to_the_region_and_s3() -> None:
    assert milliseconds(STORED, GIVEN) == 310.5


def test_a_first_request_adds_up_computing_and_waiting_of_all_parts_and_redirects() -> None:
    edge, no_file, api, record, function, file = 100.5, 210.0, 1_202.0, 2.0, 33.5, 310.5
    assert milliseconds(FIRST, GIVEN) == edge + no_file + api + record + function + file


def test_only_what_invokes_functions_waits_for_cold_starts() -> None:
    assert milliseconds(FIRST, GIVEN, cold=True) - milliseconds(FIRST, GIVEN) == 20_000
    assert milliseconds(STORED, GIVEN, cold=True) == milliseconds(STORED, GIVEN)


def test_invocations_are_counted_by_function() -> None:
    assert [invocations(FIRST, each) for each in (API, FUNCTION)] == [1, 1]
    assert [invocations(STORED, each) for each in (API, FUNCTION)] == [0, 0]


def test_each_part_of_each_hop_has_its_own_median() -> None:
    requests = [
        [Hop(302, {EDGE: edge, API: api}), Hop(200, {EDGE: 7.0})]
        for edge, api in [(1.0, 20.0), (2.0, 10.0), (9.0, 90.0)]
    ]
    assert medians(requests) == [Hop(302, {EDGE: 2.0, API: 20.0}), Hop(200, {EDGE: 7.0})]


def test_requests_with_different_redirects_are_not_mixed() -> None:
    with pytest.raises(ValueError, match="shorter"):
        medians([FIRST, FIRST[:1]])


def test_a_call_that_nobody_has_assumed_a_time_for_is_noticed() -> None:
    with pytest.raises(KeyError):
        milliseconds([Hop(302, {f"{API}: Scan 1": 1.0})], GIVEN)


def test_the_report_lists_the_parts_in_order_and_who_answered() -> None:
    assert (
        render([Trace(FIRST, CACHED, STORED)], GIVEN)
        == """\
| Part of the first request | Computing, ms | Waiting, ms |
| --- | ---: | ---: |
| request to the edge location |  | 100 |
| edge function | 0.5 |  |
| S3 has no file |  | 210 |
| API: everything but the calls | 2.0 | 1200 |
| API: read the record | 1.0 | 1 |
| function: everything but the calls and the engine | 3.0 |  |
| function: render | 30.5 |  |
| redirect to the edge location |  | 100 |
| edge function | 0.5 |  |
| S3 has the file |  | 210 |

| Request | Answer | Calls of the API | Calls of the function | ms | ms with cold starts |
| --- | ---: | ---: | ---: | ---: | ---: |
| first | 302, 200 from S3 | 1 | 1 | 1,858 | 21,858 |
| second | 200 from the cache | 0 | 0 | 100 | 100 |
| at another edge location | 200 from S3 | 0 | 0 | 310 | 310 |"""
    )


def test_the_cold_start_has_its_source_and_the_date_it_was_read() -> None:
    assert READ.cold_start_ms.url.startswith("https://docs.aws.amazon.com/")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", READ.cold_start_ms.read)
