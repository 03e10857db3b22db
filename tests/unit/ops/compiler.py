"""A mark of tests that compile C, which the package ziglang does."""

import importlib.util

import pytest

needs_compiler = pytest.mark.skipif(
    importlib.util.find_spec("ziglang") is None, reason="the kernel's compiler is not installed: make kernel"
)
