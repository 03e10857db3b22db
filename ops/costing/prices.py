"""AWS's list prices, read from ops/prices.json, which also names their region, date and sources."""

import json
from dataclasses import dataclass
from pathlib import Path

PRICES = Path(__file__).parents[1] / "prices.json"


@dataclass(frozen=True, kw_only=True)
class Prices:
    """US dollars per request, unit, GB-second, GB or GB-month, without free tier and volume discounts."""

    date: str
    region: str
    usd: dict[str, float]
    sources: tuple[str, ...]


def read_prices() -> Prices:
    """Read ops/prices.json."""
    return Prices(**json.loads(PRICES.read_bytes()))
