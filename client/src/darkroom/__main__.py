"""Lets `python -m darkroom` stand in for the `darkroom` command."""

import sys

from darkroom.cli import main

sys.exit(main())
