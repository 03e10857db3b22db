"""A pytest plugin that undoes what the suite inherits from the way it was started."""

import os
import signal
from collections.abc import Iterator

import pytest

from local.network import LOOPBACK

# if SIGCHLD is ignored, no process has an exit status
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD)
# what Rich and argparse read
_TERMINAL = ("COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE")


@pytest.fixture(scope="session", autouse=True)
def default_signals() -> Iterator[None]:
    """Reset signals that the suite was started with ignored or blocked, as a shell's background jobs are.

    Python raises no KeyboardInterrupt for an ignored SIGINT, and child processes inherit both. SIGHUP is
    left alone: under nohup, the suite must survive it.
    """
    ignored = [number for number in _SIGNALS if signal.getsignal(number) is signal.SIG_IGN]
    for number in ignored:
        signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
    blocked = signal.pthread_sigmask(signal.SIG_SETMASK, ())
    yield
    signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
    for number in ignored:
        signal.signal(number, signal.SIG_IGN)


@pytest.fixture(scope="session", autouse=True)
def default_terminal() -> Iterator[None]:
    """Unset what the environment says about the terminal; a test chooses the width it needs."""
    with pytest.MonkeyPatch.context() as patch:
        for name in _TERMINAL:
            patch.delenv(name, raising=False)
        patch.setenv("TERM", "xterm-256color")
        yield


@pytest.fixture(scope="session", autouse=True)
def only_local_servers() -> Iterator[None]:
    """Keep the developer's AWS settings and proxy away from the servers that tests start."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("AWS_")]:
            patch.delenv(name)
        for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
            patch.setenv(name, os.devnull)
        patch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        for name in ("no_proxy", "NO_PROXY"):
            patch.setenv(name, ",".join(filter(None, [os.environ.get(name), "localhost", LOOPBACK])))
        yield
