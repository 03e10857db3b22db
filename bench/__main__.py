"""Entry point of `python -m bench`."""

from bench.install import run_with_peers

run_with_peers("bench.main")
