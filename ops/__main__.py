"""The entry point of `python -m ops`."""

import os
import sys

from ops.main import main
from ops.region import apply_aws_region

apply_aws_region(os.environ)
sys.exit(main(sys.argv[1:], os.environ))
