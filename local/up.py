"""`python -m local up`: run the local stack until Ctrl-C or SIGTERM."""

import sys
import threading
from pathlib import Path

from local.instructions import CURL_NAME, curl, guide
from local.sample.image import sample
from local.stack import Options, running
from local.state import state_files


def up(options: Options, state: Path) -> int:
    """Run the stack until the main thread is interrupted; return the exit status."""
    with running(options) as stack:
        image = sample(state)
        with state_files(stack, state, {CURL_NAME: curl(state, image)}):
            logs = str(options.log.name) if options.log else "below"
            sys.stdout.write(guide(stack, state, image, logs))
            sys.stdout.flush()
            _wait_for_a_signal()
    return 0


def _wait_for_a_signal() -> None:
    """Wake up every second, because a signal that another thread gets does not wake this one."""
    never = threading.Event()
    while not never.wait(1):
        pass
