"""What the simulation starts from: assumptions.json, typed. Nothing else in it is a free choice."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

FILE = Path(__file__).with_name("assumptions.json")
DAY_SECONDS = 86_400


class Import(msgspec.Struct, frozen=True):
    """Pictures that come on top of the day's, all within some seconds from the start of an hour on."""

    hour: int
    seconds: int
    pictures: int


class Traffic(msgspec.Struct, frozen=True, rename={"bulk": "import"}):
    """A day. `hours` weighs its 24 hours; `large_share` of the pictures have 12 megapixels.

    `variants` and `polls` (GETs of the document) are per picture, `duplicates` is a share of the events.
    """

    pictures_a_day: int
    hours: Sequence[float]
    large_share: float
    variants: int
    polls: float
    duplicates: float
    bulk: Import

    def rates(self) -> list[float]:
        """Return pictures per second for each hour."""
        mean = sum(self.hours) / len(self.hours)
        return [self.pictures_a_day / DAY_SECONDS * weight / mean for weight in self.hours]


class Measured(msgspec.Struct, frozen=True):
    """Milliseconds of CPU per run and per API request, from the report named in `source`."""

    source: str
    cpu_ms: Mapping[str, float]
    api_cpu_ms: float


class Latency(msgspec.Struct, frozen=True):
    """Milliseconds that a call takes besides our CPU."""

    note: str
    dynamodb: float
    s3_small: float
    s3_large: float


class Limit(msgspec.Struct, frozen=True):
    """A published limit, the AWS page that states it, and when that was read."""

    value: float
    page: str
    url: str
    read: str


class Assumptions(msgspec.Struct, frozen=True):
    """All of it."""

    traffic: Traffic
    measured: Measured
    latency_ms: Latency
    limits: Mapping[str, Limit]


def read() -> Assumptions:
    """Read the file."""
    return msgspec.json.decode(FILE.read_bytes(), type=Assumptions)
