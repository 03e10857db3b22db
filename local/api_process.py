"""Chalice's own `chalice local` in a child process: `python -m local.api_process PORT`."""

import sys

from chalice.cli import cli

from local.network import LOOPBACK
from local.process import follow_parent


def main() -> None:
    """Serve until the parent is gone."""
    follow_parent()
    cli(["local", "--host", LOOPBACK, "--port", sys.argv[1], "--no-autoreload"], obj={})


if __name__ == "__main__":
    main()
