"""Entry point of `python -m bench`: install the peers, then run `bench.main` in their environment."""

import os
import sys

from bench.install import install
from bench.paths import PYTHON

install()
os.execv(PYTHON, [str(PYTHON), "-m", "bench.main", *sys.argv[1:]])  # noqa: S606 -- replaces this process by design
