"""Chalice's own `chalice local` in a child process: `python -m local.api_process PORT`."""

import sys
from socketserver import TCPServer

from chalice.cli import cli

from local.gateway import correct_chalice
from local.network import LOOPBACK
from local.process import follow_parent

# Python's default, 5, turns away whoever comes as the sixth at the same moment.
BACKLOG = 128


def main() -> None:
    """Serve until the parent is gone."""
    follow_parent()
    TCPServer.request_queue_size = BACKLOG
    correct_chalice()
    cli(["local", "--host", LOOPBACK, "--port", sys.argv[1], "--no-autoreload"], obj={})


if __name__ == "__main__":
    main()
