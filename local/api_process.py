"""Runs `chalice local` in a child process: `python -m local.api_process PORT`."""

import os
import sys
from socketserver import TCPServer

from chalice.cli import cli

from local.access_log import shorten_access_log
from local.api_pages import refuse_foreign_pages
from local.gateway import patch_chalice
from local.network import LOOPBACK
from local.page_requests import page_origins
from local.presets import patch_presets
from local.process import follow_parent

# With Python's default of 5, a sixth simultaneous connection is refused.
BACKLOG = 128


def main() -> None:
    """Serve until the parent process ends."""
    follow_parent()
    TCPServer.request_queue_size = BACKLOG
    patch_chalice()
    patch_presets()
    shorten_access_log()
    refuse_foreign_pages(page_origins(int(sys.argv[1]), os.environ))
    cli(["local", "--host", LOOPBACK, "--port", sys.argv[1], "--no-autoreload"], obj={})


if __name__ == "__main__":
    main()
