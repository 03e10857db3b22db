"""`python -m local up`: the stack until Ctrl-C or SIGTERM."""

import sys
import threading
from pathlib import Path

from local.guide import CURL_NAME, curl, guide
from local.sample.image import sample
from local.stack import Options, running
from local.state import announced


def up(options: Options, state: Path) -> int:
    """Run until the main thread is interrupted; return the exit status."""
    with running(options) as stack:
        picture = sample(state)
        with announced(stack, state, {CURL_NAME: curl(state, picture)}):
            logs = str(options.log.name) if options.log else "below"
            sys.stdout.write(guide(stack, state, picture, logs))
            sys.stdout.flush()
            _wait_for_a_signal()
    return 0


def _wait_for_a_signal() -> None:
    """Look up every second: a signal that another thread was given does not wake this one."""
    never = threading.Event()
    while not never.wait(1):
        pass
