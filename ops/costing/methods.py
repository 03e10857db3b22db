"""The methods of the API, and how often API Gateway lets each of them be called in a day."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from chalicelib.entrypoints.throttling import CLASSES, FILES, RateClass, rate_class

SECONDS_PER_DAY = 24 * 60 * 60
_WITHOUT_TOKEN = frozenset({RateClass.PUBLIC, RateClass.STATUS})
Limits = Mapping[RateClass, tuple[float, int]]
"""Requests per second, and at once, to each method of a class."""


class Method(Struct, frozen=True):
    """An HTTP method of a path, and whether it needs a token."""

    name: str
    path: str
    needs_token: bool

    @property
    def rate_class(self) -> RateClass:
        """The class whose limits API Gateway applies."""
        return rate_class(self.name, self.path)

    def per_day(self, limits: Limits) -> float:
        """Return the most requests in a day: the rate, and one full burst before it."""
        rate, burst = limits[self.rate_class]
        return SECONDS_PER_DAY * rate + burst


def methods() -> Iterator[Method]:
    """Yield all methods, if variants need a token.

    Every path has OPTIONS, and those with GET have HEAD, unless GET creates something.
    """
    paths = dict.fromkeys(path for _, path in CLASSES)
    for path in paths:
        yield Method("OPTIONS", path, needs_token=False)
    for (name, path), each in CLASSES.items():
        needs_token = each not in _WITHOUT_TOKEN and path not in FILES
        if name != "OPTIONS":
            yield Method(name, path, needs_token)
        if name == "GET" and each is not RateClass.WRITING:
            yield Method("HEAD", path, needs_token)
