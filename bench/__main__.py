"""`python -m bench`: install the peers, then run `bench.main` in the environment that has them."""

import os
import sys

from bench.install import install
from bench.places import PYTHON

install()
os.execv(PYTHON, [str(PYTHON), "-m", "bench.main", *sys.argv[1:]])  # noqa: S606 -- replaces this process by design
