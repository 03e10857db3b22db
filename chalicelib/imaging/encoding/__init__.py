"""Encode variants in each output format, and check what was written."""
