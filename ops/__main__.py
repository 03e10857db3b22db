"""The entry point of `python -m ops`."""

import os
import sys

from ops.main import main

sys.exit(main(sys.argv[1:], os.environ))
