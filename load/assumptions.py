"""Load assumptions.json, which holds every input of the simulation."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

FILE = Path(__file__).with_name("assumptions.json")
DAY_SECONDS = 86_400


class Import(msgspec.Struct, frozen=True):
    """A bulk import: `images` extra images within `seconds`, starting at `hour`."""

    hour: int
    seconds: int
    images: int


class Traffic(msgspec.Struct, frozen=True, rename={"bulk": "import"}):
    """The traffic of a day.

    `hours` holds 24 relative weights, and `large_share` is the share of images with 12 megapixels. `variants`
    and `polls` (GET requests for the image) are per image. `duplicates` is the share of repeated events.
    """

    images_per_day: int
    hours: Sequence[float]
    large_share: float
    variants: int
    polls: float
    duplicates: float
    bulk: Import

    def rates(self) -> list[float]:
        """Return the images per second in each hour."""
        mean = sum(self.hours) / len(self.hours)
        return [self.images_per_day / DAY_SECONDS * weight / mean for weight in self.hours]


class Measured(msgspec.Struct, frozen=True):
    """CPU time in ms per run and per API request, from the report named in `source`."""

    source: str
    cpu_ms: Mapping[str, float]
    api_cpu_ms: float


class Latency(msgspec.Struct, frozen=True):
    """Time in ms that a call waits, in addition to CPU time."""

    note: str
    dynamodb: float
    s3_small: float
    s3_large: float


class Limit(msgspec.Struct, frozen=True):
    """A published limit, the AWS page that states it, and the date when the page was read."""

    value: float
    page: str
    url: str
    read: str


class Assumptions(msgspec.Struct, frozen=True):
    """The contents of assumptions.json."""

    traffic: Traffic
    measured: Measured
    latency_ms: Latency
    limits: Mapping[str, Limit]


def read() -> Assumptions:
    """Read assumptions.json. Raises msgspec.ValidationError if a field is missing or has the wrong type."""
    return msgspec.json.decode(FILE.read_bytes(), type=Assumptions)
