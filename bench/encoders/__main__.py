"""Entry point of `python -m bench.encoders`: install the peers, then run `main` in their environment."""

import os
import sys

from bench.install import install
from bench.paths import PYTHON

install()
os.execv(PYTHON, [str(PYTHON), "-m", "bench.encoders.main", *sys.argv[1:]])  # noqa: S606 -- replaces this process by design
