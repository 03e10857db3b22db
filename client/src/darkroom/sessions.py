"""One requests session per thread, since requests does not guarantee that sessions are thread-safe."""

import threading
from weakref import WeakSet

import requests


class Sessions:
    """Provides a session for each thread, or the caller's own session for all threads."""

    def __init__(self, shared: requests.Session | None) -> None:
        self._shared = shared
        self._local = threading.local()
        self._lock = threading.Lock()
        # Weak references, so that a session is freed with its thread; urllib3 then closes its connections.
        self._created: WeakSet[requests.Session] = WeakSet()

    def current(self) -> requests.Session:
        """Return the calling thread's session."""
        if self._shared is not None:
            return self._shared
        session: requests.Session | None = getattr(self._local, "session", None)
        return session or self._create()

    def close(self) -> None:
        """Close the sessions created here. A thread that continues gets a new one."""
        with self._lock:
            created, self._created, self._local = list(self._created), WeakSet(), threading.local()
        for session in created:
            session.close()

    def _create(self) -> requests.Session:
        session = requests.Session()
        with self._lock:
            self._created.add(session)
            self._local.session = session
        return session
