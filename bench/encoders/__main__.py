"""Entry point of `python -m bench.encoders`."""

from bench.install import run_with_peers

run_with_peers("bench.encoders.main")
