"""Simulate how often callers look at an image until it is ready: `python -m load.polling`.

A run takes the measured CPU time and the assumed waits for AWS. When S3 delivers an event is assumed, too.
"""

import random
import statistics
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from chalicelib.bootstrap.adapters import PRESETS_FILE
from chalicelib.domain import retry_after
from chalicelib.domain.presets import Presets
from chalicelib.models import Image, Status, VariantSpec
from load import assumptions
from ops.costing.engine_times import look_up, read_report

CALLERS, SEED = 20_000, 20
BYTES, MEGAPIXELS = 3_000_000, 9
# Calls of a run that wait one after the other: to DynamoDB, and to S3, where the stores overlap.
SHORT_CALLS, S3_CALLS = 5, 2
COLD_SHARES = (0, 0.05, 1)
# "Typically seconds or less": https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventNotifications.html
DELIVERY_SECONDS = (0.2, 0.8)
_UPLOADED = datetime(2026, 1, 1, tzinfo=UTC)
_HEAD = """\
| Variants | Cold starts | Polling | Looks, mean | One look is enough for | Seconds after `ready` |
| ---: | ---: | --- | ---: | ---: | ---: |"""


def table() -> str:
    """Return the table as Markdown."""
    specs = Presets.from_json(PRESETS_FILE.read_bytes()).presets
    rows = [row for chosen in (specs[:1], specs) for share in COLD_SHARES for row in _rows(chosen, share)]
    return "\n".join([_HEAD, *rows])


def looks(ready: float, first: float, following: Callable[[float], float]) -> tuple[int, float]:
    """Return the number of looks until the image is ready, and the seconds between that and the last one.

    All times are in seconds from the end of the upload. `following` returns the pause after a look.
    """
    at, count = first, 1
    while at < ready:
        at += following(at)
        count += 1
    return count, at - ready


def _rows(specs: Sequence[VariantSpec], cold_share: float) -> list[str]:
    """Return the rows for one set of presets: with a look at once and every second, and as the API asks."""
    generator, count = random.Random(SEED), len(specs)  # noqa: S311 - a simulation
    given = assumptions.read()
    latency, cold_seconds = given.latency_ms, given.cold_start_ms.value / 1000
    waits = SHORT_CALLS * latency.dynamodb + S3_CALLS * latency.s3_large
    seconds = (look_up(read_report(), specs, MEGAPIXELS).direct + waits) / 1000
    claims = [
        generator.uniform(*DELIVERY_SECONDS) + (generator.random() < cold_share) * cold_seconds
        for _ in range(CALLERS)
    ]
    before = [looks(claimed + seconds, 0, lambda _: 1) for claimed in claims]
    now = [_looks_as_asked(claimed, claimed + seconds, count) for claimed in claims]
    return [
        _row(count, cold_share, name, each) for name, each in (("fixed, 1 s", before), ("`Retry-After`", now))
    ]


def _looks_as_asked(claimed: float, ready: float, variants: int) -> tuple[int, float]:
    def following(at: float) -> int:
        record = _record(variants, claimed if at >= claimed else None)
        return retry_after.after_look(record, _UPLOADED + timedelta(seconds=at))

    return looks(ready, retry_after.after_upload(_record(variants)), following)


def _record(variants: int, claimed: float | None = None) -> Image:
    return Image(
        id="image",
        key="images/image/photo.jpg",
        filename="photo.jpg",
        owner="owner",
        status=Status.PENDING if claimed is None else Status.PROCESSING,
        created_at=_UPLOADED,
        updated_at=_UPLOADED + timedelta(seconds=claimed or 0),
        size=BYTES,
        requested=tuple(map(str, range(variants))),
    )


def _row(variants: int, cold_share: float, name: str, results: list[tuple[int, float]]) -> str:
    counts, waits = zip(*results, strict=True)
    once = counts.count(1) / len(counts)
    means = f"{statistics.mean(counts):.2f} | {once:.0%} | {statistics.mean(waits):.2f}"
    return f"| {variants} | {cold_share:.0%} | {name} | {means} |"


if __name__ == "__main__":
    print(table())  # noqa: T201 - a command
