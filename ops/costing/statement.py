"""Turn amounts into costs that add up as printed."""

from collections.abc import Mapping

from msgspec import Struct

# How much is used of each unit that AWS bills, by the name of its price.
Amounts = Mapping[str, float]

_CENTS = 2
# Enough to show the cost of a single image.
_FRACTIONS = 6


class Statement(Struct, frozen=True, kw_only=True):
    """US dollars by item, rounded to `decimals`, so that the printed items add up to the printed total."""

    items: Mapping[str, float]
    decimals: int

    @property
    def total(self) -> float:
        """The sum of the rounded items."""
        return round(sum(self.items.values()), self.decimals)


def state(items: Mapping[str, Amounts], usd: Mapping[str, float], times: int = 1) -> Statement:
    """Price each item `times` times. `usd` maps the names of prices to US dollars per unit.

    Costs are in cents, or in millionths of a dollar if all of them together are less than a dollar.
    """
    costs = {item: times * cost(amounts, usd) for item, amounts in items.items()}
    decimals = _CENTS if sum(costs.values()) >= 1 else _FRACTIONS
    return Statement(items={item: round(each, decimals) for item, each in costs.items()}, decimals=decimals)


def cost(amounts: Amounts, usd: Mapping[str, float]) -> float:
    """Return the price of the amounts in US dollars, not rounded."""
    return sum(amount * usd[name] for name, amount in amounts.items())


def times(number: float, amounts: Amounts) -> Amounts:
    """Return a multiple of the amounts."""
    return {name: number * amount for name, amount in amounts.items()}


def add(*several: Amounts) -> Amounts:
    """Return the sum of the amounts."""
    names = {name for amounts in several for name in amounts}
    return {name: sum(amounts.get(name, 0) for amounts in several) for name in names}
