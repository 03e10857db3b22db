"""The entry point of `python -m ops`."""

import os
import sys

from ops.main import apply_aws_region, main

apply_aws_region(os.environ)
sys.exit(main(sys.argv[1:], os.environ))
