"""Load assumptions.json, which holds every input of the simulation, and all times that are not measured."""

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


class Network(msgspec.Struct, frozen=True):
    """Time in ms that a request to the CDN waits, in addition to the calls that it leads to.

    `viewer` is the round trip between a viewer and an edge location, `region` that between an edge location
    and the region, and `invocation` what API Gateway or Lambda adds to a function that is warm.
    """

    note: str
    viewer: float
    region: float
    invocation: float


class Published(msgspec.Struct, frozen=True):
    """A published value, the AWS page that states it, and the date when the page was read."""

    value: float
    page: str
    url: str
    read: str


class Assumptions(msgspec.Struct, frozen=True):
    """The contents of assumptions.json."""

    traffic: Traffic
    measured: Measured
    latency_ms: Latency
    network_ms: Network
    cold_start_ms: Published
    limits: Mapping[str, Published]


def read() -> Assumptions:
    """Read assumptions.json. Raises msgspec.ValidationError if a field is missing or has the wrong type."""
    return msgspec.json.decode(FILE.read_bytes(), type=Assumptions)
