"""Marks of tests that build or run the Lambda package."""

import sys

import pytest

MARKS = [
    pytest.mark.skipif(
        sys.version_info < (3, 12), reason="Pillow has no build for older Python versions on Lambda"
    ),
    pytest.mark.skipif(sys.platform != "linux", reason="Lambda's runtime client is for Linux"),
    # The first test waits for the build.
    pytest.mark.timeout(900),
]
