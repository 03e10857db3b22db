"""One requests session per thread: requests does not promise that a session can be shared."""

import threading
from weakref import WeakSet

import requests


class Sessions:
    """Hands each thread a session of its own, or to all of them the one that the caller brought."""

    def __init__(self, given: requests.Session | None) -> None:
        self._given = given
        self._local = threading.local()
        self._lock = threading.Lock()
        # weak: a session goes with its thread, and urllib3 closes what it had open
        self._made: WeakSet[requests.Session] = WeakSet()

    def current(self) -> requests.Session:
        """Return the calling thread's session."""
        if self._given is not None:
            return self._given
        session: requests.Session | None = getattr(self._local, "session", None)
        return session or self._make()

    def close(self) -> None:
        """Close the sessions made here; a thread that goes on gets a fresh one."""
        with self._lock:
            made, self._made, self._local = list(self._made), WeakSet(), threading.local()
        for session in made:
            session.close()

    def _make(self) -> requests.Session:
        session = requests.Session()
        with self._lock:
            self._made.add(session)
            self._local.session = session
        return session
