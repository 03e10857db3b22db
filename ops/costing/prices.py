"""AWS's list prices, from a data file that says where and when they were read."""

import json
from dataclasses import dataclass
from pathlib import Path

PRICES = Path(__file__).parents[1] / "prices.json"


@dataclass(frozen=True, kw_only=True)
class Prices:
    """US dollars per request, unit, GB-second, GB or GB-month; without the free tier and its discounts."""

    date: str
    region: str
    usd: dict[str, float]
    sources: tuple[str, ...]


def read_prices() -> Prices:
    """Read the data file."""
    return Prices(**json.loads(PRICES.read_bytes()))
