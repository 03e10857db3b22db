"""Simulate how often callers look at an image until it is ready: `python -m load.polling`."""

import random
import statistics
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from chalicelib.bootstrap.adapters import PRESETS_FILE
from chalicelib.domain import retry_after
from chalicelib.domain.presets import Presets
from chalicelib.models import Image, Status, VariantSpec
from load import assumptions
from ops.costing import usage
from ops.costing.engine_times import LOAD, call_ms, look_up, read_report

CALLERS, SEED = 20_000, 20
BYTES, MEGAPIXELS = 3_000_000, 9
COLD_SHARES = (0, 0.05, 1)
# "Typically seconds or less": https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventNotifications.html
DELIVERY_SECONDS = (0.2, 0.8)
# The number of looks, and the seconds between `ready` and the last one.
Looks = tuple[int, float]
_UPLOADED = datetime(2026, 1, 1, tzinfo=UTC)
_POLLING = ("fixed, 1 s", "`Retry-After`")
_HEAD = """\
| Variants | Cold starts | Polling | Looks, mean | One look is enough for | Seconds after `ready` |
| ---: | ---: | --- | ---: | ---: | ---: |"""


def table() -> str:
    """Return the table as Markdown."""
    specs = Presets.from_json(PRESETS_FILE.read_bytes()).presets
    rows = [row for chosen in (specs[:1], specs) for share in COLD_SHARES for row in _rows(chosen, share)]
    return "\n".join([_HEAD, *rows])


def run_seconds(specs: Sequence[VariantSpec]) -> float:
    """Return how long a run takes for a photo, as `ops cost` calculates it."""
    rendering = look_up(read_report(), specs, MEGAPIXELS)
    counts = dict.fromkeys(("presets", "variants"), len(specs))
    photo = usage.Image(bytes=BYTES, megapixels=MEGAPIXELS, rendering=rendering, **counts)
    return usage.run_ms(photo, usage.Deployment(), call_ms(LOAD.read_text("utf-8"))) / 1000


def simulate(run: float, variants: int, cold_share: float) -> tuple[list[Looks], list[Looks]]:
    """Return the looks of callers who look every second, and of those who wait as asked.

    `run` is in seconds; a cold start comes first in this share of the runs.
    """
    draw = random.Random(SEED)  # noqa: S311 - a simulation
    cold = assumptions.read().cold_start_ms.value / 1000
    claims = [draw.uniform(*DELIVERY_SECONDS) + cold * (draw.random() < cold_share) for _ in range(CALLERS)]
    every_second = [looks(claimed + run, 0, lambda _: 1) for claimed in claims]
    return every_second, [_looks_as_asked(claimed, claimed + run, variants) for claimed in claims]


def looks(ready: float, first: float, following: Callable[[float], float]) -> Looks:
    """Return the number of looks until the image is ready, and the seconds between that and the last one.

    All times are in seconds from the end of the upload. `following` returns the pause after a look.
    """
    at, count = first, 1
    while at < ready:
        at += following(at)
        count += 1
    return count, at - ready


def record(variants: int, claimed: float | None = None) -> Image:
    """Return the record of a photo, which a run may have claimed this many seconds after the upload."""
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


def _looks_as_asked(claimed: float, ready: float, variants: int) -> Looks:
    def following(at: float) -> int:
        found = record(variants, claimed if at >= claimed else None)
        return retry_after.after_look(found, _UPLOADED + timedelta(seconds=at))

    return looks(ready, retry_after.after_upload(record(variants)), following)


def _rows(specs: Sequence[VariantSpec], cold_share: float) -> list[str]:
    results = zip(_POLLING, simulate(run_seconds(specs), len(specs), cold_share), strict=True)
    return [f"| {len(specs)} | {cold_share:.0%} | {name} | {_means(each)} |" for name, each in results]


def _means(results: Sequence[Looks]) -> str:
    counts, waits = zip(*results, strict=True)
    once = counts.count(1) / len(counts)
    return f"{statistics.mean(counts):.2f} | {once:.0%} | {statistics.mean(waits):.2f}"


if __name__ == "__main__":
    print(table())  # noqa: T201 - a command
