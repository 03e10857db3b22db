"""CloudFront's cache: responses by path, for as long as their headers and the distribution say.

https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/Expiration.html
"""

import re
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future

from msgspec import Struct, field

from local.cdn.distribution import Lifetimes
from local.cdn.origins import Answer

MAX_ENTRIES = 1_000
EVERYTHING = "/*"
_MAX_AGE = re.compile(r"\b(s-maxage|max-age)=(\d+)")
_NOT_STORED = re.compile(r"\b(no-store|no-cache|private)\b")

Key = tuple[str, str]
"""A method and a path."""


def lifetime(answer: Answer, lifetimes: Lifetimes) -> int:
    """Return for how many seconds a response that is no error is cached."""
    control = answer.headers.get("cache-control", "")
    ages: dict[str, str] = dict(_MAX_AGE.findall(control))
    if _NOT_STORED.search(control):
        wanted = 0
    elif ages:
        wanted = int(ages.get("s-maxage") or ages["max-age"])
    else:
        wanted = lifetimes.default
    return min(max(wanted, lifetimes.minimum), lifetimes.maximum)


class Cache(Struct):
    """Responses of origins. Requests with one key that arrive while one of them is answered get its answer.

    CloudFront collapses such requests even if nothing may store the answer:
    https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html#request-custom-traffic-spikes
    """

    tag_header: str
    clock: Callable[[], float] = time.monotonic
    _entries: dict[Key, tuple[float, Answer]] = field(default_factory=dict)
    _pending: dict[Key, "Future[Answer]"] = field(default_factory=dict)
    _changing: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, key: Key, fetch: Callable[[], tuple[Answer, int]]) -> Answer:
        """Return the cached response, or what `fetch` returns along with the seconds to cache it for."""
        with self._changing:
            now = self.clock()
            expires, found = self._entries.get(key, (now, None))
            if found is not None and now < expires:
                return found
            pending = self._pending.get(key)
            if pending is None:
                mine = self._pending[key] = Future()
        if pending is not None:
            return pending.result()
        return self._fetched(key, mine, fetch)

    def invalidate(self, paths: Iterable[str]) -> None:
        """Drop the responses with these paths, or with tags that are written as `#TAG`."""
        dropped = set(paths)
        with self._changing:
            for key, (_, answer) in list(self._entries.items()):
                tag = f"#{answer.headers.get(self.tag_header, '')}"
                if dropped & {key[1], tag, EVERYTHING}:
                    del self._entries[key]

    def _fetched(self, key: Key, mine: "Future[Answer]", fetch: Callable[[], tuple[Answer, int]]) -> Answer:
        try:
            answer, seconds = fetch()
        except BaseException as error:
            with self._changing:
                del self._pending[key]
            mine.set_exception(error)
            raise
        with self._changing:
            del self._pending[key]
            self._entries.pop(key, None)
            if seconds:
                self._entries[key] = (self.clock() + seconds, answer)
            if len(self._entries) > MAX_ENTRIES:
                del self._entries[next(iter(self._entries))]
        mine.set_result(answer)
        return answer
