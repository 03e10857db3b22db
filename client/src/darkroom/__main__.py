"""Run the `darkroom` command with `python -m darkroom`."""

import sys

from darkroom.cli import main

sys.exit(main())
