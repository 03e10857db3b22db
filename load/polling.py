"""Simulate how often callers look at an image until it is ready: `python -m load.polling`.

A caller waits as `Retry-After` says, from the end of its upload. The time of a run is the estimate of
`ops cost`. How long S3 takes to deliver an event is assumed.
"""

import random
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from chalicelib.bootstrap.adapters import PRESETS_FILE
from chalicelib.domain import retry_after
from chalicelib.domain.presets import Presets
from chalicelib.models import Image, Status, VariantSpec
from load import assumptions
from ops.costing import usage
from ops.costing.engine_times import look_up, read_report

CALLERS = 20_000
SEED = 20
MEGABYTES, MEGAPIXELS = 3, 9
CPU_PER_CALL_MS = 2
COLD_SHARES = (0, 0.05, 1)
# S3 says "typically seconds or less": https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventNotifications.html
DELIVERY_SECONDS = (0.2, 0.8)
# Until then, the first look was at once and the others followed every second.
BEFORE = "fixed, 1 s"
NOW = "`Retry-After`"
_START = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Run:
    """When an image is claimed and ready, in seconds after its upload."""

    claimed: float
    ready: float

    def record(self, at: float, variants: int) -> Image:
        """Return the record as a caller sees it then."""
        is_claimed = at >= self.claimed
        return Image(
            id="image",
            key="images/image/photo.jpg",
            filename="photo.jpg",
            owner="owner",
            status=Status.PROCESSING if is_claimed else Status.PENDING,
            created_at=_START,
            updated_at=_START + timedelta(seconds=self.claimed if is_claimed else 0),
            size=MEGABYTES * 1_000_000,
            requested=tuple(map(str, range(variants))),
        )


def looks(run: Run, first: float, following: Callable[[float], float]) -> tuple[int, float]:
    """Return the number of looks, and the seconds between `ready` and the last one."""
    at, count = first, 1
    while at < run.ready:
        at += following(at)
        count += 1
    return count, at - run.ready


def table() -> str:
    """Return the table as Markdown."""
    specs = Presets.from_json(PRESETS_FILE.read_bytes()).presets
    lines = [
        "| Variants | Cold starts | Polling | Looks, mean | One look is enough for | Seconds after `ready` |",
        "| ---: | ---: | --- | ---: | ---: | ---: |",
    ]
    for chosen in (specs[:1], specs):
        for cold_share in COLD_SHARES:
            lines += _rows(chosen, cold_share)
    return "\n".join(lines)


def _rows(specs: Sequence[VariantSpec], cold_share: float) -> list[str]:
    """Return the rows for one set of presets: before and now."""
    generator = random.Random(SEED)  # noqa: S311 - a simulation
    image = usage.Image(
        bytes=MEGABYTES * 10**6,
        megapixels=MEGAPIXELS,
        presets=len(specs),
        variants=len(specs),
        rendering=look_up(read_report(), specs, MEGAPIXELS),
    )
    run_seconds = usage.run_ms(image, usage.Deployment(), CPU_PER_CALL_MS) / 1000
    runs = [_run(generator, cold_share, run_seconds) for _ in range(CALLERS)]
    before = [looks(run, 0, lambda _: 1) for run in runs]
    now = [_looks_as_asked(run, len(specs)) for run in runs]
    return [_row(len(specs), cold_share, name, each) for name, each in ((BEFORE, before), (NOW, now))]


def _run(generator: random.Random, cold_share: float, run_seconds: float) -> Run:
    claimed = generator.uniform(*DELIVERY_SECONDS)
    if generator.random() < cold_share:
        claimed += assumptions.read().cold_start_ms.value / 1000
    return Run(claimed, claimed + run_seconds)


def _looks_as_asked(run: Run, variants: int) -> tuple[int, float]:
    def following(at: float) -> int:
        return retry_after.after_look(run.record(at, variants), _START + timedelta(seconds=at))

    return looks(run, retry_after.after_upload(run.record(0, variants)), following)


def _row(variants: int, cold_share: float, name: str, results: list[tuple[int, float]]) -> str:
    counts, waits = zip(*results, strict=True)
    once = sum(count == 1 for count in counts) / len(counts)
    return (
        f"| {variants} | {cold_share:.0%} | {name} | {statistics.mean(counts):.2f} | {once:.0%}"
        f" | {statistics.mean(waits):.2f} |"
    )


if __name__ == "__main__":
    print(table())  # noqa: T201 - a command
